// Saves each changed field a moment after it is typed; until the town has it, a copy stays on this device.
// The page works without: its buttons save too.
import { copyName, dropCopy, keepCopy, livingPage } from "./keep.js";
import { bodyOf, freshPage, offerCopies } from "./server.js";

const form = document.querySelector("form[data-autosave]");
const told = document.getElementById("saved");
const pause = 1200;
const shortestWait = 2000;
const longestWait = 60000;
const departure = 15000;
const changed = new Set();
let sending = [];
let timer = 0;
let tries = 0;
let bare = false; // this device keeps nothing
let leaving = false; // another page is on its way, perhaps drawn before what is saved now: it will look at the copies

const marks = () => new Map(form.elements.marks.value.split(" ").filter(Boolean).map((pair) => pair.split(":")));
const nameOf = (target) => (target.name && marks().has(target.name) ? target.name : "");
const say = (words) => { if (told.textContent !== words) told.textContent = words; };
const sayFate = (fate) => say(told.dataset[bare ? `${fate}Bare` : fate] || told.dataset[fate]);
const screenName = () => new URL(form.action).pathname.split("/").pop();
const pageName = () => form.elements.writer.value;
const named = (key) => copyName(form.dataset.person, form.dataset.file, pageName(), key);
const fieldsOf = (key, where = form) => [...where.querySelectorAll(`[name="${key}"]`)];

function copiesOfPage(keys) {
  const typed = new FormData(form);
  return keys.map((field) => ({ field, values: typed.getAll(field), mark: marks().get(field) }));
}

function takeMarks(news) {
  const known = marks();
  for (const [key, mark] of Object.entries(news)) known.set(key, mark);
  form.elements.marks.value = [...known].map((pair) => pair.join(":")).join(" ");
}

function setValues(key, values) {
  for (const field of fieldsOf(key)) {
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (field.dataset.one) field.value = values.find((value) => value.startsWith(`${field.dataset.one}:`)) ?? "";
    else field.value = values[0] ?? "";
  }
}

function remark(key, words) {
  const field = document.getElementById(key);
  if (!field) return;
  let line = document.getElementById(`${key}-warning`);
  if (!line && words) {
    line = document.createElement("p");
    line.id = `${key}-warning`;
    line.className = "advice";
    line.setAttribute("role", "status");
    field.closest(".field, .pair > div").append(line);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${line.id}`.trim());
  }
  if (line) line.textContent = words;
}

function showClash({ field, mark, theirs, words }) {
  const id = `clash-${field}`;
  document.getElementById(id)?.remove();
  const box = document.createElement("div");
  box.id = id;
  box.className = "notice alert";
  box.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.className = "words";
  text.dir = "auto";
  text.textContent = theirs;
  const title = document.createElement("p");
  title.textContent = words;
  const keep = document.createElement("button");
  keep.type = "button";
  keep.className = "quiet";
  keep.textContent = form.dataset.keep;
  keep.addEventListener("click", () => {
    takeMarks({ [field]: mark });
    note(field);
    box.remove();
    save();
  });
  box.append(title, text, keep);
  (document.getElementById(field) || form).closest(".field, .pair, form").before(box);
}

function take(news, copies) {
  tries = 0;
  takeMarks(news.marks);
  for (const copy of copies) if (!leaving && !news.cut.includes(copy.field)) dropCopy(named(copy.field), copy.values);
  for (const [key, words] of Object.entries(news.remarks)) remark(key, words);
  for (const clash of news.clashes) showClash(clash);
  say(news.said);
  form.dispatchEvent(new CustomEvent("saved", { detail: news }));
}

function later(wait) {
  const delay = Math.min(longestWait, shortestWait * 2 ** tries) * (0.75 + Math.random() / 2);
  tries += 1;
  timer = setTimeout(save, Math.max(wait || 0, delay));
}

// A text beyond what one request carries must not hold up the others.
function leaveOut(copies) {
  const sizes = copies.map((copy) => copy.values.join("").length);
  const { field } = copies[sizes.indexOf(Math.max(...sizes))];
  changed.delete(field);
  remark(field, told.dataset.large);
  if (changed.size) timer = setTimeout(save, pause);
}

async function save() {
  clearTimeout(timer);
  timer = 0; // what is typed while a save is under way is saved after it
  if (sending.length || !changed.size) return;
  sending = copiesOfPage([...changed]);
  changed.clear();
  if (!tries) say(told.dataset.wait);
  const { fate, news, wait } = await offerCopies(form.dataset.autosave, pageName(), screenName(), sending);
  const sent = sending;
  sending = [];
  if (fate === "done") take(news, sent);
  else for (const copy of sent) changed.add(copy.field);
  if (fate === "large") leaveOut(sent);
  if (fate === "closed") say(news?.error || told.dataset.closed);
  else if (fate !== "done") sayFate(fate);
  if (fate === "later" || fate === "out") later(wait);
  else if (fate === "done" && changed.size && !timer) timer = setTimeout(save, pause);
}

function note(key, soon = pause) {
  changed.add(key);
  const [copy] = copiesOfPage([key]);
  bare = !keepCopy(named(key), copy.values, copy.mark);
  if (tries && timer) return; // in trouble one waits; no key hastens it
  clearTimeout(timer);
  timer = setTimeout(save, soon);
}

function hasten() {
  if (!changed.size) return;
  tries = 0;
  save();
}

// Coming back, a browser may show the page as it was: see what the town has now, and take its texts where one wrote nothing.
async function lookAgain() {
  const { page } = await freshPage();
  const theirs = page?.getElementById("file");
  if (!theirs) return;
  const [mine, held] = [new FormData(form), new FormData(theirs)];
  const news = new Map(theirs.elements.marks.value.split(" ").filter(Boolean).map((pair) => pair.split(":")));
  for (const [key, mark] of news) {
    const untouched = fieldsOf(key).every((field) => field.value === field.defaultValue && field.checked === field.defaultChecked);
    if (untouched && !changed.has(key)) setValues(key, held.getAll(key));
    if (mine.getAll(key).join("\n") === held.getAll(key).join("\n") || (untouched && !changed.has(key))) takeMarks({ [key]: mark });
    else note(key);
  }
}

function watch() {
  const change = (event) => {
    const key = nameOf(event.target);
    if (key) note(key, event.type === "change" ? 100 : pause);
  };
  form.addEventListener("input", change);
  form.addEventListener("change", change);
  form.addEventListener("submit", () => { changed.clear(); clearTimeout(timer); });
  form.addEventListener("recovered", ({ detail: { field, values, mark } }) => {
    if (changed.has(field) || !marks().has(field)) return;
    setValues(field, values);
    takeMarks({ [field]: mark });
  });
  addEventListener("online", hasten);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && tries) hasten(); });
  addEventListener("pagehide", () => {
    const keys = [...new Set([...changed, ...sending.map((copy) => copy.field)])];
    const body = keys.length && bodyOf(pageName(), screenName(), copiesOfPage(keys));
    if (body) fetch(form.dataset.autosave, { method: "POST", body, keepalive: true }).catch(() => {}); // too long: the copy stays
  });
  addEventListener("beforeunload", (event) => {
    if (changed.size && (bare || told.textContent === told.dataset.large)) event.preventDefault();
    leaving = true;
    setTimeout(() => { leaving = false; }, departure);
  });
}

if (form && told) {
  // A name that no copy of this page bears; only an answer that shows both texts goes on under the name it was sent with.
  form.elements.writer.value = form.dataset.writer || `p${[...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("")}`;
  livingPage(pageName());
  if (form.dataset.writer) for (const key of marks().keys()) dropCopy(named(key));
  watch();
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") lookAgain();
}
