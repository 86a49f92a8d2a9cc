// The simple budget adds itself up while one types and says what is lacking. The line of this call follows the sum asked
// until somebody writes otherwise there. The server does and says the same at each save.
const still = 900;
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
