// Looks again at work that goes on behind, while the page is shown; without it the link "Actualiser" does.
const looked = (page) => {
  for (const id of ["avancement", "imprimes"]) {
    const here = document.getElementById(id);
    const there = page.getElementById(id);
    if (here && there && !here.contains(document.activeElement)) here.replaceWith(there);
  }
};

async function look() {
  const going = document.querySelector("[data-refresh]");
  if (!going) return;
  try {
    const answer = document.hidden ? null : await fetch(location.href, { redirect: "manual", cache: "no-store" });
    if (answer?.ok) looked(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // no network for now: the next look may find it
  }
  setTimeout(look, Number(going.dataset.refresh));
}

look();
