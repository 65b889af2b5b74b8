// Keeps the playground for when there is no network. All files but the page have names with a
// version, so what is kept is never out of date.
/* global ASSETS, VERSION */

const NAME = `corefile-playground-${VERSION}`;
const PAGE = "./";

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(NAME);
    await cache.addAll([PAGE, ...ASSETS]);
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const forget = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("corefile-playground-") && name !== NAME);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  if (request.mode === "navigate") {
    // The newest page, or without a network the one that is kept.
    const page = () => caches.match(new URL(PAGE, self.registration.scope));
    event.respondWith(fetch(request).catch(async () => (await page()) ?? Response.error()));
  } else {
    const kept = async () => (await caches.match(request)) ?? fetch(request);
    event.respondWith(kept());
  }
});
