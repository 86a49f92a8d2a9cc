// Soft counters: says how many signs are left, never cuts a text.
const wait = 600;

for (const line of document.querySelectorAll("[data-counter]")) {
  const field = document.getElementById(line.dataset.counter);
  const limit = Number(line.dataset.limit);
  let timer;
  const tell = () => {
    const left = limit - [...field.value].length;
    const words = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = words.replace("{n}", String(Math.abs(left)));
    line.classList.toggle("problem", left < 0);
  };
  if (field) {
    line.setAttribute("aria-live", "polite");
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(tell, wait);
    });
    if (field.value) tell();
  }
}
