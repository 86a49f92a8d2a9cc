// What counts itself. Under a field: the signs left, without ever cutting a text. Beside the form, after each save: the
// room on the two pages, where it went, and the pages again as they will be printed; an older answer never hides a newer.
const form = document.querySelector("form[data-autosave]");
const room = document.querySelector("[data-gauge]");
const pause = 400;
const still = 600;
let timer;
let asking = false;
let saved = 0;
let shown = Number(room?.dataset.version || 0);

function show(news) {
  if (news.version < shown) return;
  shown = news.version;
  room.querySelector("rect")?.setAttribute("width", String(news.fits ? 100 * news.fill : 100));
  room.querySelector(".gauge")?.classList.toggle("alert", !news.fits);
  const words = document.getElementById("room-words");
  if (words && words.textContent !== news.words) words.textContent = news.words;
  const spent = document.getElementById("spent");
  if (spent && !spent.contains(document.activeElement)) spent.innerHTML = news.spent;
  for (const image of room.querySelectorAll("img")) {
    const address = new URL(image.src);
    address.searchParams.set("v", news.version);
    if (image.src === address.href) continue;
    image.src = address.href;
    image.parentElement.href = address.href;
  }
}

async function measure() {
  if (asking) return; // the answer under way asks again if something was saved since
  asking = true;
  let heard = false;
  try {
    const answer = await fetch(room.dataset.gauge);
    heard = answer.ok;
    if (heard) show(await answer.json());
  } catch {
    // without network the gauge waits for the next save
  } finally {
    asking = false;
    if (heard && saved > shown) later();
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(measure, pause);
}

if (form && room) {
  const sheets = room.querySelector(".sheets");
  if (sheets && matchMedia("(min-width: 68.75rem)").matches) sheets.open = true;
  document.querySelector(".to-pages")?.addEventListener("click", () => { if (sheets) sheets.open = true; });
  form.addEventListener("saved", (event) => {
    saved = event.detail.version;
    later();
  });
}

for (const line of document.querySelectorAll("[data-counter]")) {
  const field = document.getElementById(line.dataset.counter);
  const tell = () => {
    const left = Number(line.dataset.limit) - [...field.value].length;
    const words = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = words.replace("{n}", String(Math.abs(left)));
    line.classList.toggle("problem", left < 0);
  };
  if (field) {
    let typing;
    line.setAttribute("aria-live", "polite");
    field.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(tell, still);
    });
    if (field.value) tell();
  }
}
