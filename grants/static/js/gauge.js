// What counts itself. Under a field: the signs left, without ever cutting a text. Beside the form, after each save: the
// room on the two pages, where it went, and the pages again as they will be printed; an older answer never hides a newer.
// In the budget: totals, what is lacking, and the line of this call that follows the sum asked until somebody edits it.
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

const balance = document.querySelector("[data-balance]");

const cents = (text) => {
  const plain = text.replace(/[\s\u00a0\u202f€]/g, "");
  const found = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(plain.replace(/^(\d{1,3})((?:[.,]\d{3})+)(?![\d])/, (all, head, rest) => head + rest.replace(/[.,]/g, "")));
  return found ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0")) : 0;
};
const euros = (sum) => new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: "EUR" })
  .format(sum / 100).replaceAll("\u202f", "\u00a0");
const side = (name) => [...document.querySelectorAll(`[id^="${name}_"][id$="_amount"]`)].reduce((sum, field) => sum + cents(field.value), 0);

let adding;

function add() {
  const [charges, products] = [side("charge"), side("product")];
  const state = !charges && !products ? "empty" : charges === products ? "even" : products < charges ? "short" : "over";
  const sums = { charges, products, difference: Math.abs(charges - products) };
  for (const total of document.querySelectorAll("[data-total]")) total.textContent = euros(total.dataset.total === "charge" ? charges : products);
  const words = balance.dataset[state].replace(/{(\w+)}/g, (_, name) => euros(sums[name]));
  clearTimeout(adding);
  adding = setTimeout(() => { if (balance.textContent !== words) balance.textContent = words; }, still);
}

function follow(asked, label, amount) {
  let before = asked.value;
  asked.addEventListener("input", () => {
    const free = !label.value && !amount.value;
    if (free || (balance.dataset.names.split("|").includes(label.value) && amount.value === before)) {
      label.value = asked.value ? label.value || balance.dataset.name : "";
      amount.value = asked.value;
      for (const field of [label, amount]) field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    before = asked.value;
  });
}

if (balance) {
  const [asked, label, amount] = ["requested", "product_1_label", "product_1_amount"].map((id) => document.getElementById(id));
  if (asked && label && amount) follow(asked, label, amount);
  balance.closest("form").addEventListener("input", (event) => { if (event.target.id.endsWith("_amount")) add(); });
}
