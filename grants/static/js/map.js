// The map: larger and smaller, moved by hand, and the list from the nearest. The reader's position never leaves this page.
const drawing = document.querySelector("[data-map]");
const whole = drawing.getAttribute("viewBox").split(" ").map(Number);
let view = [...whole];

function look(next) {
  const width = Math.min(whole[2], Math.max(whole[2] / 12, next[2]));
  const height = (width * whole[3]) / whole[2];
  const x = Math.min(whole[2] - width, Math.max(0, next[0]));
  const y = Math.min(whole[3] - height, Math.max(0, next[1]));
  view = [x, y, width, height];
  drawing.setAttribute("viewBox", view.join(" "));
}

function zoom(by) {
  const width = view[2] * by;
  const height = view[3] * by;
  look([view[0] + (view[2] - width) / 2, view[1] + (view[3] - height) / 2, width, height]);
}

const buttons = document.querySelector("[data-zoom]");
buttons.hidden = false;
buttons.addEventListener("click", (event) => {
  const by = Number(event.target.dataset.by);
  if (by) zoom(by);
  else if (event.target.dataset.by) look(whole);
});

let held = null;
drawing.addEventListener("pointerdown", (event) => {
  if (view[2] < whole[2]) held = { x: event.clientX, y: event.clientY, view: [...view], moved: false };
});
drawing.addEventListener("pointermove", (event) => {
  if (!held) return;
  const scale = held.view[2] / drawing.clientWidth;
  const [right, down] = [(event.clientX - held.x) * scale, (event.clientY - held.y) * scale];
  held.moved ||= Math.abs(right) + Math.abs(down) > 4 * scale;
  look([held.view[0] - right, held.view[1] - down, held.view[2], held.view[3]]);
});
addEventListener("pointerup", () => setTimeout(() => { held = null; }));
drawing.addEventListener("click", (event) => { if (held?.moved) event.preventDefault(); }, true);
drawing.addEventListener("dragstart", (event) => event.preventDefault());

function metres(place, { latitude, longitude }) {
  const [up, across] = place.split(" ").map(Number);
  const shrink = Math.cos(((up + latitude) / 2) * (Math.PI / 180));
  return 111195 * Math.hypot(up - latitude, (across - longitude) * shrink);
}

const near = document.querySelector("[data-near]");
const said = document.querySelector("[data-said]");

function away(distance) {
  const far = distance >= 1000;
  const number = far ? (distance / 1000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 }) : Math.round(distance / 10) * 10;
  return (far ? near.dataset.kilometres : near.dataset.metres).replace("{n}", number);
}

function sort(parent, here) {
  const children = [...parent.children].map((child) => [metres(child.dataset.at, here), child]);
  children.sort((one, other) => one[0] - other[0]);
  for (const [distance, child] of children) {
    parent.append(child);
    const label = child.querySelector("[data-away]");
    if (label) {
      label.textContent = away(distance);
      label.hidden = false;
    }
  }
}

if (near && "geolocation" in navigator) {
  near.hidden = false;
  near.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const sections = document.querySelector("[data-sections]");
        for (const list of sections.querySelectorAll(".places:not(.aid)")) sort(list, coords);
        sort(sections, coords);
        for (const old of document.querySelectorAll(".away")) old.remove();
        said.textContent = near.dataset.found;
      },
      () => { said.textContent = near.dataset.lost; },
      { maximumAge: 60000, timeout: 10000 },
    );
  });
}
