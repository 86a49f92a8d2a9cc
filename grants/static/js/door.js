// The door on a phone: every tick is kept on this device first, then sent; while the network is away nothing is lost.
const place = document.getElementById("door");
const list = document.getElementById("arrivals");
const net = document.getElementById("net");
const find = document.getElementById("find");
const walkIn = document.getElementById("walk-in");
const blank = document.getElementById("blank");
const words = place.dataset;
const shelfMark = `envie-accueil:${words.year}:`;
const shelfName = "envie-accueil";
const turn = 5000;
const patience = 8000;
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (each) => each.toString(16).padStart(2, "0")).join("");
const device = deviceName();
const textOf = (row, part) => row.querySelector(`[data-${part}]`).textContent;
let people = [...list.children].map((row) => ({
  id: Number(row.dataset.id), name: textOf(row, "name"), who: textOf(row, "who"), title: "", state: row.dataset.state, round: "", tables: [],
}));
let sending = false;
let away = false;

function deviceName() {
  try {
    const known = localStorage.getItem(`${shelfMark}device`) || newKey();
    localStorage.setItem(`${shelfMark}device`, known);
    return known;
  } catch { return newKey(); }
}

// One item a tick, so that two tabs never write over each other; in memory where the browser forbids the rest.
const loose = new Map();
function keep(tick) {
  try { localStorage.setItem(`${shelfMark}tick:${tick.key}`, JSON.stringify(tick)); } catch { loose.set(tick.key, tick); }
}
function drop(key) {
  loose.delete(key);
  try { localStorage.removeItem(`${shelfMark}tick:${key}`); } catch { /* nothing was kept there */ }
}
function waiting() {
  const found = [...loose.values()];
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(`${shelfMark}tick:`)) found.push(JSON.parse(localStorage.getItem(name)));
    }
  } catch { /* forbidden */ }
  return found.sort((one, other) => one.at - other.at);
}

const tell = (text, figures) => text.replace(/\{(\w+)\}/g, (_, name) => figures[name] ?? "");
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function show(text, tone = "") {
  net.hidden = !text;
  net.className = `door-net ${tone}`;
  if (net.textContent !== text) net.textContent = text;
}

// What the town knows with what this device has not sent yet laid over it.
function standing() {
  const found = new Map(people.map((each) => [each.id, { ...each }]));
  for (const tick of waiting()) {
    if (tick.who == null) found.set(tick.key, { id: tick.key, name: tick.name, who: tick.whose, title: "", state: tick.state, tables: [], unsent: true });
    else if (found.has(tick.who)) Object.assign(found.get(tick.who), { state: tick.state, round: tick.round });
  }
  return [...found.values()];
}

function said(each) {
  const text = words[each.state] || "";
  return tell(text, { round: each.round });
}

function rowOf(each) {
  const known = list.querySelector(`[data-id="${each.id}"]`);
  if (known) return known;
  const row = blank.content.firstElementChild.cloneNode(true);
  row.dataset.id = each.id;
  row.id = `personne-${each.id}`;
  row.querySelector("[name=who]").value = each.unsent ? "" : each.id;
  row.querySelector("[data-name]").textContent = each.name;
  row.querySelector("[data-who]").textContent = [each.who, each.title].filter(Boolean).join(", ");
  if (each.unsent) row.querySelectorAll("button, details").forEach((part) => part.remove());
  list.append(row);
  return row;
}

function draw() {
  const asked = bare(find.elements.qui.value).split(/\s+/).filter(Boolean);
  const counts = { here: 0, waited: 0, late: 0, gone: 0 };
  const everybody = standing();
  let seen = 0;
  for (const each of everybody) {
    counts[{ absent: "gone", left: "gone" }[each.state] || each.state] += 1;
    const row = rowOf(each);
    row.dataset.state = each.state;
    row.querySelector("[data-said]").textContent = said(each);
    if (each.tables?.some(Boolean)) row.querySelector("[data-seats]").textContent = tell(words.seats, { tables: each.tables.map((table) => table || "–").join(" · ") });
    const text = bare(`${each.name} ${each.who} ${each.title}`);
    row.hidden = !asked.every((word) => text.includes(word));
    seen += row.hidden ? 0 : 1;
  }
  const ids = new Set(everybody.map((each) => String(each.id)));
  for (const row of [...list.children]) if (!ids.has(row.dataset.id)) row.remove();
  document.getElementById("nobody").hidden = seen > 0;
  const line = tell(words.count, counts);
  const count = document.getElementById("count");
  if (count.textContent.trim() !== line) count.textContent = line;
  if (away) show(tell(words.away, { count: waiting().length }));
}

async function ask(address, options = {}) {
  return fetch(address, { redirect: "manual", signal: AbortSignal.timeout?.(patience), ...options });
}

function signedOut() {
  show(tell(words.out, { count: waiting().length }));
  return false;
}

async function freshToken() {
  const answer = await ask(words.page, { cache: "no-store" });
  if (answer.type === "opaqueredirect") return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrf_token]")?.value;
  for (const field of [...document.querySelectorAll("[name=csrf_token]"), ...blank.content.querySelectorAll("[name=csrf_token]")]) field.value = token || field.value;
  return Boolean(token);
}

async function send(most = 200, again = true) {
  const ticks = waiting().slice(0, most);
  if (!ticks.length) return true;
  const body = new FormData();
  body.set("csrf_token", document.querySelector("[name=csrf_token]").value);
  body.set("ticks", JSON.stringify(ticks.map(({ whose, ...tick }) => tick)));
  body.set("now", String(Date.now()));
  body.set("device", device);
  const answer = await ask(words.send, { method: "POST", body });
  if (answer.type === "opaqueredirect" || answer.status === 401) return signedOut();
  if (answer.status === 400 && again) return (await freshToken()) ? send(most, false) : signedOut();
  if (answer.status === 422 && ticks.length > 1) return send(1); // one is odd: the others must not wait for it
  if (answer.status === 422) {
    drop(ticks[0].key);
    show(tell(words.odd, { count: 1 }));
    return send();
  }
  if (!answer.ok) throw new Error(answer.status);
  const news = await answer.json();
  for (const key of [...news.kept, ...news.unknown]) drop(key);
  if (news.unknown.length) show(tell(words.odd, { count: news.unknown.length }));
  return waiting().length ? send(most) : true;
}

async function read() {
  const answer = await ask(words.list, { cache: "no-cache" });
  if (answer.type === "opaqueredirect") return signedOut();
  if (!answer.ok) throw new Error(answer.status);
  const store = await globalThis.caches?.open(shelfName);
  await store?.put(words.list, answer.clone());
  const news = await answer.json();
  people = news.people;
  return true;
}

async function meet() {
  if (sending) return;
  sending = true;
  try {
    if ((await send()) && (await read()) && away) {
      away = false;
      show(words.back, "good");
      setTimeout(() => { if (!away) show(""); }, turn);
    }
  } catch {
    away = true;
  } finally {
    sending = false;
  }
  draw();
}

function note(tick) {
  keep({ key: newKey(), at: Date.now(), ...tick });
  draw();
  meet();
}

list.addEventListener("submit", (event) => {
  const who = Number(event.target.elements.who.value);
  if (!who || !event.submitter) return;
  event.preventDefault();
  const [state, round] = event.submitter.value.split("-");
  note({ who, state, ...(round ? { round: Number(round) } : {}) });
  event.target.querySelector("details").open = false;
});

walkIn.addEventListener("submit", (event) => {
  const { name, project } = walkIn.elements;
  if (!name.value.trim()) return;
  event.preventDefault();
  const whose = project.selectedOptions[0].textContent.trim();
  note({ name: name.value.trim().slice(0, 120), project: Number(project.value), state: "here", whose });
  walkIn.reset();
  find.elements.qui.value = "";
  draw();
});

find.querySelector("button").closest(".field").hidden = true; // the list follows what is typed
find.addEventListener("submit", (event) => event.preventDefault());
find.elements.qui.addEventListener("input", () => {
  draw();
  if (list.getBoundingClientRect().top < 0) list.scrollIntoView();
});

// The page, its list and what it is drawn with stay on this device for a day, for a reload without network.
async function putAside() {
  const store = await globalThis.caches?.open(shelfName);
  if (!store) return;
  const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((each) => each.href || each.src);
  for (const address of [words.page, ...parts]) {
    const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
    if (answer?.ok) await store.put(address, answer);
  }
}

async function forgetOldOnes() {
  const store = await globalThis.caches?.open(shelfName);
  for (const name of (await store?.keys()) || []) {
    const answer = await store.match(name);
    if (Date.now() - Date.parse(answer.headers.get("Date")) > 24 * 3600 * 1000) await store.delete(name);
  }
}

async function begin() {
  const scanned = /\/moi\/([^/]+)$/.exec(location.pathname) || /[?&]jeton=([^&]+)/.exec(location.search);
  await forgetOldOnes().catch(() => null);
  await meet();
  if (away) {
    const kept = await (await globalThis.caches?.open(shelfName))?.match(words.list);
    if (kept) ({ people } = await kept.json());
  }
  const person = scanned && people.find((each) => each.token === decodeURIComponent(scanned[1]));
  if (person) find.elements.qui.value = person.name;
  draw();
  if (!away) {
    putAside().catch(() => null);
    navigator.serviceWorker?.register(words.worker, { scope: "/" }).catch(() => null);
  }
}

addEventListener("online", meet);
setInterval(meet, turn);
begin();
