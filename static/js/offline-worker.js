// The service worker of the staff's portal. It keeps nothing by itself: offline.js puts a session's sheet
// into the cache when somebody presses «Ta med økta», and takes it out again. Here it is found without signal.
"use strict";

const SHEETS = "reir-sheets";
const PARTS = "reir-parts";
const A_DAY = 24 * 60 * 60 * 1000;
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, address));
  else if (address.pathname.startsWith("/static/")) event.respondWith(part(request));
});

// The server comes first, always. A kept sheet steps in when it cannot be reached, or is too slow to wait for.
async function page(request, address) {
  const kept = await keptSheet(address);
  const asked = fetch(request);
  try {
    if (!kept) return await asked;
    asked.catch(() => {});
    return await Promise.race([asked, new Promise((_, fail) => setTimeout(fail, PATIENCE))]);
  } catch (error) {
    const parts = await caches.open(PARTS);
    const found = kept || (await parts.match("/staff/uten-nett/"));
    if (found) return found;
    throw error;
  }
}

async function keptSheet(address) {
  const sheets = await caches.open(SHEETS);
  const kept = await sheets.match(address.pathname);
  if (!kept) return null;
  if (Date.now() - Number(kept.headers.get("X-Kept-At")) < A_DAY) return kept;
  await sheets.delete(address.pathname);
  return null;
}

async function part(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await (await caches.open(PARTS)).match(request);
    if (found) return found;
    throw error;
  }
}
