// Saves each changed field a moment after it is typed. The page works without: its buttons save too.
const form = document.querySelector("form[data-autosave]");
const told = document.getElementById("saved");
const pause = 1200;
const retry = 8000;
const changed = new Set();
let timer;
let busy = false;

const marks = () => new Map(form.elements.marks.value.split(" ").filter(Boolean).map((pair) => pair.split(":")));
const nameOf = (target) => (target.name && marks().has(target.name) ? target.name : "");
const say = (words) => { told.textContent = words; };

function body(keys) {
  const all = new FormData(form);
  const some = new FormData();
  some.set("csrf_token", form.elements.csrf_token.value);
  some.set("writer", form.elements.writer.value);
  some.set("only", keys.join(" "));
  some.set("marks", keys.map((key) => `${key}:${marks().get(key)}`).join(" "));
  for (const key of keys) for (const value of all.getAll(key)) some.append(key, value);
  return some;
}

function takeMarks(news) {
  const known = marks();
  for (const [key, mark] of Object.entries(news)) known.set(key, mark);
  form.elements.marks.value = [...known].map((pair) => pair.join(":")).join(" ");
}

function remark(key, words) {
  const field = document.getElementById(key);
  if (!field) return;
  let line = document.getElementById(`${key}-warning`);
  if (!line && words) {
    line = document.createElement("p");
    line.id = `${key}-warning`;
    line.className = "advice";
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
    changed.add(field);
    box.remove();
    save();
  });
  box.append(title, text, keep);
  (document.getElementById(field) || form).closest(".field, .pair, form").before(box);
}

async function freshToken() {
  const answer = await fetch(location.href, { redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector('#file [name="csrf_token"]');
  if (!token) return false;
  form.elements.csrf_token.value = token.value;
  return true;
}

async function send(keys, again = true) {
  const answer = await fetch(form.dataset.autosave, { method: "POST", body: body(keys), redirect: "manual" });
  if (again && [400, 401].includes(answer.status) && (await freshToken())) return send(keys, false);
  return answer;
}

async function save() {
  clearTimeout(timer);
  timer = 0; // what is typed while a save is under way is saved after it
  if (busy || !changed.size) return;
  busy = true;
  const keys = [...changed];
  changed.clear();
  say(told.dataset.wait);
  try {
    const answer = await send(keys);
    if (answer.status === 400 || answer.status === 401 || answer.type === "opaqueredirect") throw new Error("out");
    const news = await answer.json();
    if (!answer.ok) { say(news.error); return; }
    takeMarks(news.marks);
    for (const [key, words] of Object.entries(news.remarks)) remark(key, words);
    for (const clash of news.clashes) showClash(clash);
    say(news.said);
    form.dispatchEvent(new CustomEvent("saved", { detail: news }));
  } catch (problem) {
    for (const key of keys) changed.add(key);
    say(problem.message === "out" ? told.dataset.out : told.dataset.problem);
    timer = setTimeout(save, retry);
  } finally {
    busy = false;
    if (changed.size && !timer) timer = setTimeout(save, pause);
  }
}

if (form && told) {
  const note = (event) => {
    const key = nameOf(event.target);
    if (!key) return;
    changed.add(key);
    clearTimeout(timer);
    timer = setTimeout(save, event.type === "change" ? 100 : pause);
  };
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", () => { changed.clear(); clearTimeout(timer); });
  addEventListener("pagehide", () => {
    if (changed.size) fetch(form.dataset.autosave, { method: "POST", body: body([...changed]), keepalive: true });
  });
  addEventListener("beforeunload", (event) => { if (changed.size && told.textContent === told.dataset.problem) event.preventDefault(); });
}
