const SHELL = "vetrina-player-page";
const PAGE = "/player";

/**
 * Lets a screen start without a network, as after a power cut: a worker gives back the page and its
 * files as they came last. It looks after the player's address alone.
 */
export function registerWorker(): void {
  // During development the files change under it.
  if (import.meta.env.DEV || !("serviceWorker" in navigator)) return;
  void register().catch(() => {});
}

async function register(): Promise<void> {
  await navigator.serviceWorker.register("/player-worker.js", { scope: PAGE });
  await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const own = loaded.filter(({ origin }) => origin === location.origin);
  const files = own.filter(({ pathname }) => /^\/(?:static\/|icon\.svg)/.test(pathname));
  const cache = await caches.open(SHELL);
  const needed = new Set([PAGE, ...files.map(({ pathname }) => pathname)]);
  const page = new Request(PAGE, { headers: { accept: "text/html" } });
  await cache.addAll([...needed].map((path) => (path === PAGE ? page : path)));
  // What an earlier version needed.
  const keptNow = await cache.keys();
  const old = keptNow.filter(({ url }) => !needed.has(new URL(url).pathname));
  await Promise.all(old.map((request) => cache.delete(request)));
}
