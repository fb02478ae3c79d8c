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

// The module replaces the fields of the frame, so that what was typed into them is then entered into its own.
const fields = [...document.querySelectorAll('#panel-check textarea')];
let focused = document.activeElement;
const remember = ({ target }) => {
  focused = target;
};
addEventListener('focusin', remember);

const { default: init } = await import('./page.js');
await init();
root.dataset.started = '';
removeEventListener('focusin', remember);

if (fields.some((field) => field.value || field === focused)) {
  const enter = () => {
    if (!document.querySelector('#panel-check .answer')) return;
    changes.disconnect();
    const [box, ...others] = fields;
    // The panel opens with an example, which any other delivery replaces as a whole.
    const typed = others.some(({ value }) => value) ? fields : [box].filter(({ value }) => value);
    for (const field of typed) {
      const to = document.getElementById(field.id);
      to.value = field.value;
      to.dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (!fields.includes(focused) || document.activeElement !== document.body) return;
    const to = document.getElementById(focused.id);
    to.focus();
    to.setSelectionRange(focused.selectionStart, focused.selectionEnd);
  };
  const changes = new MutationObserver(enter);
  changes.observe(root, { subtree: true, childList: true });
  enter();
}

// The service worker stores all files, so it must not compete with those that the open panel needs.
(globalThis.requestIdleCallback ?? setTimeout)(() => import('./offline.js'));
