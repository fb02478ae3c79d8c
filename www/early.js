// Runs before the first paint: sets the chosen theme, and reports if the page cannot start.
// biome-ignore lint/suspicious/noRedundantUseStrict: the page loads this file as a classic script, which is not strict by itself.
'use strict';

try {
  const theme = localStorage.getItem('hookwright.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be unavailable. Then the system's theme is used.
}

const fail = () => {
  const show = () => document.getElementById('failure').removeAttribute('hidden');
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', show);
  else show();
};

// An error before the page has started means that it cannot start. An error in the wasm module means that it has stopped
// working. Later errors are ignored, because browser extensions can cause them. The listener is a capturing one, because the
// error event of a script that does not load does not bubble.
const started = () => document.querySelector('[role=tab]') !== null;
const failed = (event) => {
  const error = event.error ?? event.reason;
  if (!started() || error instanceof WebAssembly.RuntimeError) fail();
};
addEventListener('error', failed, true);
addEventListener('unhandledrejection', failed);
