// Speaks to the town for the file: a fresh token when the old one no longer counts, and plain words for what became of it.
const patience = 60000;

export async function freshPage() {
  try {
    const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") return { out: true };
    return { page: answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null };
  } catch {
    return {};
  }
}

async function freshToken() {
  const { page, out } = await freshPage();
  const token = page?.querySelector('[name="csrf_token"]')?.value;
  for (const field of document.querySelectorAll('[name="csrf_token"]')) field.value = token || field.value;
  return token ? "" : out ? "out" : "later";
}

export function bodyOf(page, screen, copies) {
  const body = new FormData();
  body.set("csrf_token", document.querySelector('[name="csrf_token"]').value);
  body.set("writer", page);
  body.set("screen", screen);
  body.set("only", copies.map((copy) => copy.field).join(" "));
  body.set("marks", copies.map((copy) => `${copy.field}:${copy.mark}`).join(" "));
  for (const copy of copies) for (const value of copy.values) body.append(copy.field, value);
  return body;
}

// Answers { fate, news, wait }: `done`; `later` (network, server, a page that is not ours); `out` (signed out);
// `large`; `closed` (the file can no longer be written).
export async function offerCopies(address, page, screen, copies, again = true) {
  let answer;
  try {
    const body = bodyOf(page, screen, copies);
    answer = await fetch(address, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout?.(patience) });
  } catch {
    return { fate: "later" };
  }
  if (answer.type === "opaqueredirect" || answer.status === 400 || answer.status === 401) {
    const fate = again ? await freshToken() : "later";
    return fate ? { fate } : offerCopies(address, page, screen, copies, false);
  }
  const news = await answer.json().catch(() => ({}));
  if (answer.status === 413) return { fate: "large" };
  if (answer.status === 404 || (answer.status === 409 && news.error)) return { fate: "closed", news };
  if (answer.ok && news.marks) return { fate: "done", news };
  return { fate: "later", wait: 1000 * (Number(answer.headers.get("Retry-After")) || 0) };
}
