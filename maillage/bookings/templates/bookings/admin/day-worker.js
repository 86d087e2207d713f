/* Opens the screens of a day again while the network is lost. What it keeps ends after a day, and at
   once when the server no longer knows who asks. */
const KEPT = "{{ kept|escapejs }}";
/* A screen is the same whatever it was asked to show first. */
const SAME = { ignoreVary: true, ignoreSearch: true };
const DAY = 24 * 60 * 60 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});

async function answer(request) {
  try {
    const fresh = await fetch(request);
    if (request.mode === "navigate") await follow(request, fresh);
    return fresh;
  } catch (lost) {
    const old = await (await caches.open(KEPT)).match(request, SAME);
    if (old && Date.now() - Date.parse(old.headers.get("Date")) < DAY) return old;
    await caches.delete(KEPT);
    throw lost;
  }
}

async function follow(request, fresh) {
  if (!fresh.ok) return caches.delete(KEPT);
  const kept = await caches.open(KEPT);
  if (await kept.match(request, SAME)) await kept.put(request, fresh.clone());
}
