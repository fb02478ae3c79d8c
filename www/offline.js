// Registers the service worker, which keeps the page available without a network, and announces new versions. The page never
// reloads by itself: that would discard secrets and bodies.

const notice = document.querySelector('#update p');
const { serviceWorker } = navigator;

/** Whether the user has asked for the new version. */
let asked = false;

const announce = () => {
  notice.hidden = false;
};

async function register() {
  const registration = await serviceWorker.register(new URL('../service-worker.js', import.meta.url));
  // A version that waits although no other is in use is the first one.
  const check = () => registration.waiting && serviceWorker.controller && announce();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', check));
  check();
  // A page may be open for days.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') registration.update().catch(() => {});
  });
  notice.querySelector('button').addEventListener('click', () => {
    asked = true;
    // Another tab may have started the new version already.
    if (registration.waiting) registration.waiting.postMessage('activate');
    else location.reload();
  });
}

// The service worker loads all files, also those of panels that are not opened.
if (serviceWorker && !navigator.connection?.saveData) {
  let inUse = serviceWorker.controller;
  serviceWorker.addEventListener('controllerchange', () => {
    if (asked) location.reload();
    else if (inUse) announce();
    inUse = serviceWorker.controller;
  });
  // Browsers refuse service workers in some private windows. The page then works, but only with a network.
  register().catch(() => {});
}
