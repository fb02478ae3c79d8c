// Starts the page. The parts of the open panel are requested at once, because the main part asks for them only after it has been
// compiled.

const root = document.documentElement;
const parts = JSON.parse(document.querySelector('script[data-parts]').dataset.parts);

for (const part of parts[root.dataset.panel] ?? []) {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', type: 'application/wasm' });
  link.href = new URL(`${part}.wasm`, import.meta.url).href;
  document.head.append(link);
}

const { default: init } = await import('./page.js');
await init();
root.dataset.started = '';

// The service worker stores all files, so it must not compete with those that the open panel needs.
(globalThis.requestIdleCallback ?? setTimeout)(() => import('./offline.js'));
