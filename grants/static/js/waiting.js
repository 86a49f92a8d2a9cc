// A long work under way: reads its page again every two seconds until it is done, as the link beside it does by hand.
const PAUSE = 2000;

async function look() {
  const answer = await fetch(location.href).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("etat");
    if (!fresh) return;
    document.getElementById("etat").replaceChildren(...fresh.childNodes);
    if (!fresh.hasAttribute("data-waiting")) return;
  }
  setTimeout(look, PAUSE);
}

if (document.querySelector("#etat[data-waiting]")) setTimeout(look, PAUSE);
