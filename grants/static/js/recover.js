// Texts this device kept, from a page that closed, crashed or lost the network: offered to the town, field by field.
// What the town cannot take is shown, to be copied. Leaving this device empties it.
import { copiesOf, dropCopy, livingPages } from "./keep.js";
import { freshPage, offerCopies } from "./server.js";

const place = document.getElementById("kept");
const file = document.getElementById("file");
const leave = document.getElementById("leave");
const looks = [0, 2000, 8000];
const look = 30000;
let offering = null;
const shown = new Set(); // pages whose texts the town cannot take
let looked = 0;
let sure = false;

const line = (words, tone) => {
  const box = document.createElement("div");
  box.className = `notice ${tone}`;
  box.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = words;
  box.append(text);
  return box;
};

const tell = (words, names) => words.replace("{names}", names.join(", "));

function showStuck(copies, why) {
  const box = line(`${place.dataset.stuck} ${why || ""}`.trim(), "alert");
  for (const copy of copies) {
    const text = document.createElement("p");
    text.className = "words";
    text.dir = "auto";
    text.textContent = copy.values.join("\n");
    box.append(text);
  }
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "quiet";
  drop.textContent = place.dataset.drop;
  drop.addEventListener("click", () => {
    for (const copy of copies) dropCopy(copy.name);
    box.remove();
  });
  box.append(drop);
  place.append(box);
}

function groups(living) {
  const found = new Map();
  for (const copy of copiesOf(place.dataset.person)) {
    if (living.has(copy.page) || shown.has(copy.page) || copy.page === file?.elements.writer.value) continue;
    const key = `${copy.file}:${copy.page}`;
    found.set(key, [...(found.get(key) || []), copy]);
  }
  return [...found.values()];
}

// What the page says of the file, as the town tells it now.
async function showNews() {
  const { page } = await freshPage();
  for (const name of ["asides", "unsent"]) {
    const news = page?.getElementById(name);
    if (news) document.getElementById(name)?.replaceWith(document.adoptNode(news));
  }
}

function take(copies, news) {
  const names = (keys) => keys.map((key) => news.labels[key]);
  for (const copy of copies) {
    dropCopy(copy.name, copy.values);
    const mark = news.marks[copy.field];
    if (mark && file?.dataset.file === copy.file) file.dispatchEvent(new CustomEvent("recovered", { detail: { ...copy, mark } }));
  }
  if (news.changed.length) place.append(line(tell(place.dataset.found, names(news.changed)), "good"));
  if (news.clashes.length) place.append(line(tell(place.dataset.clash, names(news.clashes.map((clash) => clash.field))), "warn"));
  if (news.clashes.length || (news.changed.length && !file)) showNews();
}

async function offerAll(living) {
  let waiting = 0;
  place.replaceChildren(...[...place.children].filter((box) => !box.dataset.passing));
  for (const copies of groups(living)) {
    const { fate, news } = await offerCopies(place.dataset.save.replace("FILE", copies[0].file), copies[0].page, "", copies);
    if (fate === "done") take(copies, news);
    else if (fate === "closed" || fate === "large") {
      shown.add(copies[0].page);
      showStuck(copies, news?.error);
    } else waiting += copies.length;
  }
  if (waiting) {
    const box = line(place.dataset.wait, "warn");
    box.dataset.passing = "yes";
    place.append(box);
  }
}

async function offer(everybody = false) {
  while (offering) await offering;
  offering = (everybody ? Promise.resolve(new Set()) : livingPages()).then(offerAll).finally(() => { offering = null; });
  await offering;
}

async function lookOut() {
  if (copiesOf(place.dataset.person).length) await offer();
  looked += 1;
  setTimeout(lookOut, looks[looked] || look);
}

async function leaving(event) {
  const left = () => copiesOf(place.dataset.person);
  if (sure) for (const copy of left()) dropCopy(copy.name);
  if (!left().length) return;
  event.preventDefault();
  await offer(true);
  if (!left().length) { leave.submit(); return; }
  sure = true;
  leave.querySelector("button").textContent = place.dataset.leave;
  leave.prepend(line(place.dataset.left, "alert"));
}

if (place) {
  lookOut();
  addEventListener("online", () => offer());
  leave?.addEventListener("submit", leaving);
}
