// Lets the page of the night and the care page open without a network. It answers for these two
// pages and what they are made of, and for nothing else.

const SHELF = "phronesis-night-1";
const PAGES = ["/write", "/care"];
const PATIENCE = 2500;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELF).then((shelf) => Promise.allSettled(PAGES.map((page) => stock(shelf, page)))));
});

self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  const ours = address.origin === self.location.origin && event.request.method === "GET";
  if (ours && (PAGES.includes(address.pathname) || address.pathname.startsWith("/static/"))) {
    event.respondWith(answer(event.request));
  }
});

// A page with everything it names: styles, scripts, and what the scripts import.
async function stock(shelf, page) {
  const answer = await fetch(page, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) return;
  await shelf.put(page, answer.clone());
  const parts = [...(await answer.text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)];
  await Promise.allSettled(parts.map(([, part]) => stockPart(shelf, part, new Set())));
}

async function stockPart(shelf, part, seen) {
  const address = new URL(part, self.location.origin).pathname;
  if (seen.has(address)) return;
  seen.add(address);
  const answer = await fetch(address);
  if (!answer.ok) return;
  await shelf.put(address, answer.clone());
  if (!address.endsWith(".js")) return;
  const imports = [...(await answer.text()).matchAll(/from "(\.[^"]+)"/g)];
  await Promise.all(imports.map(([, name]) => stockPart(shelf, new URL(name, self.location.origin + address).href, seen)));
}

// The network first, for a moment; then what is on the shelf.
async function answer(request) {
  const name = new URL(request.url).pathname;
  const shelf = await caches.open(SHELF);
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (fresh.ok && !fresh.redirected) await shelf.put(name, fresh.clone());
    return fresh;
  } catch (problem) {
    const kept = await shelf.match(name);
    if (kept) return kept;
    throw problem;
  }
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("phronesis-night") && name !== SHELF).map((name) => caches.delete(name)));
}
