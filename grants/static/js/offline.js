// Finds a line of the first table as one types; without it the browser's own search does.
const main = document.querySelector("main[data-search]");
const place = document.querySelector(".search");
if (main && place) {
  const plain = (words) => words.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const rows = [...document.querySelectorAll(".finder tbody tr")].map((row) => [row, plain(row.textContent)]);
  const label = document.createElement("label");
  const field = document.createElement("input");
  field.type = "search";
  field.autocomplete = "off";
  label.append(main.dataset.search, field);
  place.append(label);
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    for (const [row, said] of rows) row.hidden = !words.every((word) => said.includes(word));
  });
}
