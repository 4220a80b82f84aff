// Keeps the page of letting go on the phone, so that opening it asks without a cookie, and works
// where the network is away. It is put here when a slip is taken, days before anything waits. It answers for this
// page and what the page is made of, and for nothing else.

const SHELF = "phronesis-letting-go-1";
const PAGE = "/let-go";
const PATIENCE = 2500;
const language = new URL(self.location.href).searchParams.get("in") ?? "";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(stock());
});

self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin !== self.location.origin || event.request.method !== "GET") return;
  if (pathname === PAGE || pathname.startsWith("/static/")) event.respondWith(answer(pathname));
});

// The page with everything it names: styles, scripts, and what the scripts import.
async function stock() {
  const shelf = await caches.open(SHELF);
  const page = await fetchWithoutCookie(PAGE);
  if (!page.ok) return;
  await shelf.put(PAGE, page.clone());
  const seen = new Set();
  const parts = [...(await page.text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)];
  await Promise.allSettled(parts.map(([, part]) => stockPart(shelf, part, seen)));
}

async function stockPart(shelf, part, seen) {
  if (seen.has(part)) return;
  seen.add(part);
  const answer = await fetchWithoutCookie(part);
  if (!answer.ok) return;
  await shelf.put(part, answer.clone());
  if (!part.endsWith(".js")) return;
  const imports = [...(await answer.text()).matchAll(/from "(\.[^"]+)"/g)];
  const base = self.location.origin + part;
  await Promise.all(imports.map(([, name]) => stockPart(shelf, new URL(name, base).pathname, seen)));
}

// The network first, for a moment and without a cookie; then what is on the shelf.
async function answer(name) {
  const shelf = await caches.open(SHELF);
  try {
    const fresh = await fetchWithoutCookie(name, AbortSignal.timeout(PATIENCE));
    if (fresh.ok && !fresh.redirected) await shelf.put(name, fresh.clone());
    return fresh;
  } catch (problem) {
    const kept = await shelf.match(name);
    if (kept) return kept;
    throw problem;
  }
}

function fetchWithoutCookie(name, signal) {
  const address = name === PAGE && language ? `${PAGE}?in=${encodeURIComponent(language)}` : name;
  const how = { credentials: "omit", cache: "no-cache", referrerPolicy: "no-referrer" };
  return fetch(address, { ...how, signal });
}

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith("phronesis-letting-go") && name !== SHELF);
  await Promise.all(old.map((name) => caches.delete(name)));
}
