// Keeps the fronts and the stories read last on the reader's device, for when there is no network. The network is asked
// first: what the paper has withdrawn leaves the device as soon as the paper says so.
//
// a page ──▶ network ──▶ kept, shown        no network, or a slow one ──▶ as kept ──▶ else the page of what is kept
// a file of the look or a picture ──▶ as kept, since its name tells its bytes ──▶ else network
const FRONTS = /*fronts*/ [];
const FILES = /*files*/ [];
const SHELF = /*shelf*/ "/saved";
const PAGES_KEPT = 40;
const FILES_KEPT = 120;
const PATIENCE_MS = 4000;

const lay = async (name, addresses) => {
  const cache = await caches.open(name);
  await Promise.allSettled(addresses.map((address) => cache.add(address)));
};

const shorten = async (name, most, stays) => {
  const cache = await caches.open(name);
  const old = (await cache.keys()).filter(({ url }) => !stays.includes(new URL(url).pathname));
  await Promise.all(old.slice(0, Math.max(0, old.length - most)).map((request) => cache.delete(request)));
};

const note = async (path, answer) => {
  if (answer.status === 404 || answer.status === 410) {
    for (const name of ["pages", "saved"]) await (await caches.open(name)).delete(path);
  }
  if (!answer.ok || !/^text\/html/.test(answer.headers.get("content-type") ?? "")) return;
  const saved = await caches.open("saved");
  if (await saved.match(path)) await saved.put(path, answer.clone());
  const pages = await caches.open("pages");
  // Put in anew, it is the last that goes.
  await pages.delete(path);
  await pages.put(path, answer);
  await shorten("pages", PAGES_KEPT, FRONTS);
};

const page = async (event) => {
  const { pathname, search } = new URL(event.request.url);
  const ask = async () => {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    if (!search) event.waitUntil(note(pathname, answer.clone()));
    return answer;
  };
  const fresh = ask();
  const kept = search ? undefined : await caches.match(pathname);
  const late = new Promise((give) => kept && setTimeout(give, PATIENCE_MS, kept));
  try {
    return await Promise.race([fresh, late]);
  } catch {
    return kept ?? (await caches.match(SHELF)) ?? Response.error();
  }
};

const file = async (event) => {
  const kept = await caches.match(event.request);
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (answer.status === 200) {
    const copy = answer.clone();
    const keep = async () => {
      await (await caches.open("files")).put(event.request, copy);
      await shorten("files", FILES_KEPT, FILES);
    };
    event.waitUntil(keep());
  }
  return answer;
};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(Promise.all([lay("pages", FRONTS), lay("files", FILES)]));
});

self.addEventListener("activate", (event) => {
  const begin = async () => {
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  };
  event.waitUntil(begin());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/-/")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (/^\/(theme|media)\//.test(pathname) && !request.headers.has("range")) event.respondWith(file(event));
});
