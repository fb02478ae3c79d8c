// What must happen before the page is painted: the theme that was chosen, and a word if the rest cannot start.
// biome-ignore lint/suspicious/noRedundantUseStrict: the page loads this file as a classic script, which is not strict by itself.
'use strict';

try {
  const theme = localStorage.getItem('hookwright.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; then the system's theme it is.
}

const fail = () => {
  const show = () => document.getElementById('failure').removeAttribute('hidden');
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', show);
  else show();
};

// An error before the page has started means that it never will; one inside the wasm module means that it has stopped. What
// a browser's extensions do wrong later does not concern this page. A script that does not load says so on its element,
// which does not bubble: hence the capture.
const started = () => document.querySelector('[role=tab]') !== null;
const failed = (event) => {
  const error = event.error ?? event.reason;
  if (!started() || error instanceof WebAssembly.RuntimeError) fail();
};
addEventListener('error', failed, true);
addEventListener('unhandledrejection', failed);
