// The room's screen, on as many devices as one likes: a few bytes every two seconds, the page when something changed.
// Time runs by the town's clock; when the network is away it goes on by itself.
const turn = 2000;
const wall = 12000;
const patience = 5000;
let ahead = 0; // the town's clock minus this device's
let nearest = Infinity;
let shownPage = 0;
let kept = false;

const left = (box) => (box.dataset.paused ? Number(box.dataset.left) : Math.round((Number(box.dataset.ends) - Date.now() - ahead) / 1000));

function tick() {
  for (const box of document.querySelectorAll("[data-ends]")) {
    const seconds = left(box);
    const size = Math.abs(seconds);
    const time = `${seconds < 0 ? "+" : ""}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
    const tone = seconds <= 0 ? "over" : seconds <= Number(box.dataset.warning) ? "soon" : "";
    box.querySelector("[data-time]").textContent = time;
    box.classList.toggle("over", tone === "over");
    box.classList.toggle("soon", tone === "soon");
    const told = box.querySelector("[data-told]");
    const words = box.dataset.paused ? told.textContent : box.dataset[tone] || "";
    if (told.textContent !== words) told.textContent = words;
  }
}

// On a wall tables turn page by page; on a phone they stand one under the other.
function turnPages(step = 0) {
  const pages = [...document.querySelectorAll("[data-page]")];
  const button = document.querySelector("[data-turn]");
  const turning = pages.length > 1 && innerWidth > 800;
  shownPage = turning ? (shownPage + step) % pages.length : 0;
  pages.forEach((page, number) => { page.hidden = turning && number !== shownPage; });
  if (button) {
    button.hidden = !turning;
    button.textContent = kept ? button.dataset.on : button.dataset.keep;
  }
  fit();
}

// On a wall the tables are as large as the screen allows.
function fit() {
  const main = document.querySelector("main");
  main.style.removeProperty("--fit");
  if (innerWidth <= 800 || !document.querySelector("[data-page]")) return;
  for (let size = 1.5; size > 0.5; size -= 0.05) {
    main.style.setProperty("--fit", `${size}em`);
    if (document.documentElement.scrollHeight <= innerHeight) return;
  }
}

async function town() {
  const begun = Date.now();
  const answer = await fetch(document.body.dataset.now, { cache: "no-store", signal: AbortSignal.timeout?.(patience) });
  const { mark, now } = await answer.json();
  const trip = Date.now() - begun;
  if (trip <= nearest + 50) {
    nearest = Math.min(nearest, trip);
    ahead = now + trip / 2 - Date.now();
  }
  return mark;
}

async function look() {
  const away = () => document.getElementById("away");
  try {
    const mark = await town();
    if (mark !== document.querySelector("main").dataset.mark) {
      const answer = await fetch(location.href, { cache: "no-cache" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const news = answer.ok && page.querySelector("main");
      if (news) {
        document.querySelector("main").replaceWith(document.adoptNode(news));
        document.title = page.title;
        turnPages();
      }
    }
    if (away().textContent) away().textContent = "";
  } catch {
    if (!away().textContent) away().textContent = document.body.dataset.away;
  }
  tick();
  setTimeout(look, turn);
}

document.addEventListener("click", (event) => {
  if (!event.target.matches("[data-turn]")) return;
  kept = !kept;
  turnPages();
});
addEventListener("resize", () => turnPages());
setInterval(tick, 250);
setInterval(() => turnPages(kept ? 0 : 1), wall);
turnPages();
look();
