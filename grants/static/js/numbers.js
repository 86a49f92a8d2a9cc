// A number typed in another's place: once the server saw it, offers to put each where it belongs.
const form = document.getElementById("file");
const offers = document.querySelectorAll("[data-misplaced]");
const numbers = ["siret", "rna", "iban"];

if (form && offers.length) form.addEventListener("saved", async ({ detail }) => {
  if (!numbers.some((key) => key in detail.marks)) return;
  const answer = await fetch(offers[0].dataset.misplaced).catch(() => null);
  if (!answer?.ok) return;
  const { misplaced } = await answer.json();
  for (const offer of offers) offer.hidden = !misplaced;
});
