// The desk's clock: time runs by the town's clock, and the page is asked anew when another device moved the evening on.
const place = document.getElementById("stage");
const turn = 2000;
let ahead = 0;

function tick() {
  for (const box of document.querySelectorAll("[data-ends]")) {
    const seconds = box.dataset.paused ? Number(box.dataset.left) : Math.round((Number(box.dataset.ends) - Date.now() - ahead) / 1000);
    const size = Math.abs(seconds);
    box.querySelector("[data-time]").textContent = `${seconds < 0 ? "+" : ""}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
    if (!box.dataset.paused) box.querySelector("[data-told]").textContent = seconds <= 0 ? box.dataset.over : seconds <= Number(box.dataset.warning) ? box.dataset.soon : "";
  }
}

async function look() {
  try {
    const begun = Date.now();
    const { mark, now } = await (await fetch(place.dataset.now, { cache: "no-store" })).json();
    ahead = now + (Date.now() - begun) / 2 - Date.now();
    if (mark !== place.dataset.mark) { location.reload(); return; }
  } catch { /* the network is away: time goes on */ }
  setTimeout(look, turn);
}

setInterval(tick, 250);
look();
