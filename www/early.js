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
const panels = ['subscription', 'event', 'check', 'retries'];
const addressed = location.hash.slice(1).split('?')[0];
let last;
try {
  last = JSON.parse(localStorage.getItem('hookwright.page')).panel;
} catch {
  // A first visit, or storage is unavailable.
}
root.dataset.panel = [addressed, last].find((panel) => panels.includes(panel)) ?? 'check';

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
  document.querySelector(`[name=theme][value=${root.dataset.theme ?? 'system'}]`).checked = true;
});
// The tabs can be used before the page has started: it reads the address when it starts.
addEventListener('click', (event) => {
  const tab = event.target.closest('[role=tab]');
  if (started() || !tab) return;
  const panel = tab.id.replace('tab-', '');
  history.replaceState(null, '', `#${panel}`);
  show(panel);
});

const fail = () => {
  const show = () => document.getElementById('failure').removeAttribute('hidden');
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', show);
  else show();
};

// An error before the page has started means that it cannot start. An error in the wasm module means that it has stopped
// working. Later errors are ignored, because browser extensions can cause them. The listener is a capturing one, because the
// error event of a script that does not load does not bubble.
const started = () => root.dataset.started !== undefined;
const failed = (event) => {
  const error = event.error ?? event.reason;
  if (!started() || error instanceof WebAssembly.RuntimeError) fail();
};
addEventListener('error', failed, true);
addEventListener('unhandledrejection', failed);
