// Keeps the offline page and the files that it needs, for everybody. What belongs to a person is kept, locked, by the
// scripts that packages bring (slot "ui.worker_scripts"): self.before is asked before a page is fetched and says no by a
// fault, self.away for a page when there is no network or it said no.
const STORE = "karmayogi-VERSION", KEEP = {{ keep|safe }}, OFFLINE = {{ offline|safe }};
importScripts(...{{ scripts|safe }});

addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(KEEP.map((address) => new Request(address, { cache: "reload", credentials: "omit" })))).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("karmayogi-") && name !== STORE).map((name) => caches.delete(name)))).then(() => clients.claim()));
});

const away = async (request) => (await self.away?.(request).catch(() => undefined)) || caches.match(OFFLINE);
const page = async (request) => {
  try { await self.before?.(); } catch { return away(request); }
  return fetch(request).catch(() => away(request));
};
// A kept page of an earlier release asks for its own style and scripts: without network it gets those of this one.
const today = (path) => KEEP.find((one) => one.split("?")[0] === path || (path.startsWith("/ui/sheet/") && one.startsWith("/ui/sheet/")));

addEventListener("fetch", (event) => {
  const request = event.request, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(request));
  } else if (KEEP.includes(address.pathname + address.search)) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept || fetch(request)));
  } else if (today(address.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(today(address.pathname), { ignoreVary: true })));
  }
});
