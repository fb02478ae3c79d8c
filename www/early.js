// Runs before the first paint: sets the chosen theme, shows the heading of the open panel, and reports if the page cannot start.
// biome-ignore lint/suspicious/noRedundantUseStrict: the page loads this file as a classic script, which is not strict by itself.
'use strict';

try {
  const theme = localStorage.getItem('hookwright.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be unavailable. Then the system's theme is used.
}

const root = document.documentElement;

// The panel that the address names, or the last one. The page decides in the same way once it has started.
const panels = document.currentScript.dataset.panels.split(' ');
// The titles of some tabs differ from the ids of their panels. Both can be used in an address. This listener runs before that
// of the page, which then reads the id.
const titles = { retry: 'retries', craft: 'event', subscribe: 'subscription' };
const named = () => location.hash.slice(1).split('?')[0];
const resolve = () => {
  const [name, id] = [named(), titles[named()]];
  if (id) history.replaceState(null, '', `#${id}${location.hash.slice(name.length + 1)}`);
};
resolve();
addEventListener('hashchange', resolve);
const addressed = named();
let last;
try {
  last = JSON.parse(localStorage.getItem('hookwright.page')).panel;
} catch {
  // A first visit, or storage is unavailable.
}
root.dataset.panel = [addressed, last].find((panel) => panels.includes(panel)) ?? 'check';

// The frame of the check panel contains the example of a first visit. Others have a delivery of their own, or a link to one.
let isFirst = !location.hash.includes('?');
try {
  isFirst &&= localStorage.getItem('hookwright.check') === null;
  isFirst &&= sessionStorage.getItem('hookwright.check.delivery') === null;
} catch {
  // Nothing can be stored.
}
/**
 * Resolves when the visitor uses the page. The example can be read without the module, whose start blocks slow devices for a second.
 * A tap ends with a click, which still reaches the frame. Assistive technology may send only clicks and input.
 */
globalThis.used = new Promise((resolve) => {
  if (!isFirst || root.dataset.panel !== 'check') return resolve();
  const pointer = ['pointermove', 'pointercancel', 'wheel', 'click', 'contextmenu', 'dragenter'];
  const uses = [...pointer, 'keydown', 'focusin', 'input', 'change', 'paste', 'hashchange'];
  const end = () => {
    for (const use of uses) removeEventListener(use, end, true);
    resolve();
  };
  for (const use of uses) addEventListener(use, end, { capture: true, passive: true });
});
const showExample = () => {
  const panel = document.querySelector('#panel-check > .columns');
  const unused = isFirst ? '.loading' : '#check-example, .answer, .results';
  for (const element of panel.querySelectorAll(unused)) element.remove();
  if (isFirst) return;
  for (const field of panel.querySelectorAll('textarea')) field.textContent = '';
};

const show = (open) => {
  for (const panel of panels) {
    document.getElementById(`panel-${panel}`).hidden = panel !== open;
    const tab = document.getElementById(`tab-${panel}`);
    tab.setAttribute('aria-selected', String(panel === open));
    tab.tabIndex = panel === open ? 0 : -1;
  }
};
addEventListener('DOMContentLoaded', () => {
  show(root.dataset.panel);
  showExample();
  document.querySelector(`[name=theme][value=${root.dataset.theme ?? 'system'}]`).checked = true;
  document.querySelector('#failure button').onclick = () => location.reload();
});
// The tabs can be used before the page has started: it reads the address when it starts.
addEventListener('click', (event) => {
  const tab = event.target.closest('[role=tab]');
  if (started() || !tab) return;
  const panel = tab.id.replace('tab-', '');
  history.replaceState(null, '', `#${panel}`);
  root.dataset.panel = panel;
  show(panel);
});

/** Shows what has happened: the page could not be loaded, the browser is too old, or the page has stopped working. */
const fail = (kind) => {
  root.dataset.failed = kind;
  const show = () => {
    const notice = document.getElementById('failure');
    for (const text of notice.children) text.hidden = text.dataset.kind !== kind;
    notice.hidden = false;
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', show);
  else show();
};

/** Whether the browser has SIMD: a module with one of its instructions, `i8x16.popcnt`, is valid. */
const hasSimd = () =>
  typeof WebAssembly === 'object' &&
  WebAssembly.validate(
    Uint8Array.of(
      0,
      97,
      115,
      109,
      1,
      0,
      0,
      0,
      1,
      5,
      1,
      96,
      0,
      1,
      123,
      3,
      2,
      1,
      0,
      10,
      10,
      1,
      8,
      0,
      65,
      0,
      253,
      15,
      253,
      98,
      11,
    ),
  );

// An error before the page has started means that it cannot start. An error in the wasm module means that it has stopped
// working. Later errors are ignored, because browser extensions can cause them. The listener is a capturing one, because the
// error event of a script that does not load does not bubble.
const started = () => root.dataset.started !== undefined;
const failed = (event) => {
  const error = event.error ?? event.reason;
  if (globalThis.WebAssembly && error instanceof WebAssembly.RuntimeError) fail('stopped');
  else if (!started()) fail(hasSimd() ? 'network' : 'browser');
};
addEventListener('error', failed, true);
addEventListener('unhandledrejection', failed);
