// What the town has not got yet stays on this device, one item a field, until the town says it has it.
const shelfMark = "envie";
const longestKept = 30 * 24 * 3600 * 1000;

function shelf() {
  try { return window.localStorage; } catch { return null; } // forbidden: the page works without
}

export const copyName = (person, file, page, field) => [shelfMark, person, file, page, field].join(":");

export function keepCopy(name, values, mark) {
  try {
    shelf().setItem(name, JSON.stringify({ values, mark, at: Date.now() }));
    return true;
  } catch {
    return false; // full or forbidden: the text is still on the page
  }
}

export function dropCopy(name, values) {
  const kept = values && readCopy(name);
  if (!kept || JSON.stringify(kept.values) === JSON.stringify(values)) shelf()?.removeItem(name);
}

function readCopy(name) {
  try { return JSON.parse(shelf().getItem(name)); } catch { return null; }
}

// The copies of somebody: [{ name, file, page, field, values, mark }]. What is too old or unreadable goes.
export function copiesOf(person) {
  const found = [];
  for (const name of Object.keys(shelf() || {})) {
    const [head, whose, file, page, field] = name.split(":");
    if (head !== shelfMark || whose !== person) continue;
    const kept = readCopy(name);
    if (field && Array.isArray(kept?.values) && Date.now() - kept.at < longestKept) found.push({ name, file, page, field, ...kept });
    else dropCopy(name);
  }
  return found;
}

// A page that is open holds a lock of its name: nobody else offers its copies while it lives.
export const livingPage = (page) => navigator.locks?.request(`${shelfMark}:${page}`, () => new Promise(() => {}));

export async function livingPages() {
  const locks = await navigator.locks?.query();
  return new Set((locks?.held || []).map((lock) => lock.name.split(":")[1]));
}
