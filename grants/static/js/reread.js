// A copied text is read again as soon as it is changed: its mark goes. Without script it goes at the next page.
const rows = /^(charge|product|need|offer)_\d/;
document.getElementById("file")?.addEventListener("input", ({ target }) => {
  if (!target.name || rows.test(target.name)) return; // the lines of one side are read in one go
  for (const mark of document.querySelectorAll(`[data-reread="${CSS.escape(target.name)}"]`)) mark.remove();
});
