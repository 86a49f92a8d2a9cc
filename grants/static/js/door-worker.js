// Opens the door's page again while the network is away: the town first, else what door.js put aside on this device.
const shelf = "envie-accueil";
const patience = 4000;
const door = /\/gestion\/pleniere\/\d+\/accueil(\.json)?$/;
const code = /\/pleniere\/(\d+)\/moi\/[^/]+$/; // the code of a badge, read by the phone's own camera
const part = /\/static\/.*\.(css|js|svg)$|\/couleurs\.css$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function kept(request) {
  const store = await caches.open(shelf);
  const path = new URL(request.url).pathname;
  const scanned = code.exec(path);
  const names = await store.keys();
  const wanted = scanned
    ? names.find((each) => new URL(each.url).pathname.endsWith(`/gestion/pleniere/${scanned[1]}/accueil`))
    : names.find((each) => new URL(each.url).pathname === path);
  return wanted ? store.match(wanted) : undefined;
}

async function townFirst(request) {
  const waited = new AbortController();
  const clock = setTimeout(() => waited.abort(), patience);
  try {
    return await fetch(request, { signal: waited.signal });
  } catch {
    return (await kept(request)) || Response.error();
  } finally {
    clearTimeout(clock);
  }
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  const ours = address.origin === location.origin && event.request.method === "GET";
  const asked = door.test(address.pathname) || part.test(address.pathname) || (event.request.mode === "navigate" && code.test(address.pathname));
  if (ours && asked) event.respondWith(townFirst(event.request));
});
