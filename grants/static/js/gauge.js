// After each save, asks how much room is left on the two pages and shows them again as they will be printed.
const form = document.querySelector("form[data-autosave]");
const room = document.querySelector("[data-gauge]");
const pause = 1500;
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
