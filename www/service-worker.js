// Keeps the page available without a network. All files of one version are stored together, and a new version is used only
// when the user asks for it or when the page is opened again, so that the page never mixes files of two versions.

// `cargo xtask parts` adds a line in front: the files of the page, and the hash of their content.
const { files, version } = globalThis.hookwright;

// All pages of an origin share their caches.
const CACHES = `hookwright ${registration.scope} `;
const CACHE = `${CACHES}${version}`;

const page = new URL('./', location).href;

/** The files as absolute URLs. Some hosts redirect `index.html`, and a redirected response cannot answer a navigation. */
const addresses = files.map((file) => (file === 'index.html' ? page : new URL(file, location).href));
const known = new Set(addresses);

addEventListener('install', (event) => {
  // The files in the folder with a hash never change, so the HTTP cache may have them. The others must be those of this version.
  const isFixed = (address) => address.slice(page.length).includes('/');
  const requests = addresses.map(
    (address) => new Request(address, { cache: isFixed(address) ? 'default' : 'no-cache' }),
  );
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

addEventListener('activate', (event) => {
  const remove = async () => {
    const names = await caches.keys();
    const outdated = names.filter((name) => name.startsWith(CACHES) && name !== CACHE);
    await Promise.all(outdated.map((name) => caches.delete(name)));
    // The page that installed this version is available at once, not only after it has been opened again.
    await clients.claim();
  };
  event.waitUntil(remove());
});

addEventListener('message', ({ data }) => {
  if (data === 'activate') skipWaiting();
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = request.url.split(/[?#]/)[0];
  const file = url === `${page}index.html` ? page : url;
  if (request.method !== 'GET' || !known.has(file)) return;
  event.respondWith(answer(file, request));
});

async function answer(file, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(file)) ?? fetch(request);
}
