// What is left. Under a field: how many signs, without ever cutting a text. Beside the form, after each save: how much
// room on the two pages, and the pages again as they will be printed.
const form = document.querySelector("form[data-autosave]");
const room = document.querySelector("[data-gauge]");
const pause = 1500;
const still = 600;
let timer;
let asking = false;

async function measure() {
  if (asking) { timer = setTimeout(measure, pause); return; }
  asking = true;
  try {
    const answer = await fetch(room.dataset.gauge);
    if (!answer.ok) return;
    const news = await answer.json();
    room.querySelector("rect")?.setAttribute("width", String(news.fits ? 100 * news.fill : 100));
    room.querySelector(".gauge")?.classList.toggle("alert", !news.fits);
    const words = document.getElementById("room-words");
    if (words && words.textContent !== news.words) words.textContent = news.words;
    for (const image of room.querySelectorAll("img")) {
      const address = new URL(image.src);
      address.searchParams.set("v", news.version);
      if (image.src !== address.href) image.src = address.href;
    }
  } finally {
    asking = false;
  }
}

if (form && room) {
  const sheets = room.querySelector("details");
  if (sheets && matchMedia("(min-width: 56rem)").matches) sheets.open = true;
  form.addEventListener("saved", () => {
    clearTimeout(timer);
    timer = setTimeout(measure, pause);
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
