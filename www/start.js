// Starts the page. The module replaces the frame, so what the visitor has done in the frame is then done again in the page: texts that
// were typed, pasted or dropped are entered, the focus is set, and a control that was pressed is pressed.

const root = document.documentElement;
const [data] = document.querySelectorAll('script[data-parts]');
const url = (name) => new URL(name, import.meta.url).href;

// The parts of the open panel are requested at once, because the main part asks for them only after it has been compiled.
for (const part of JSON.parse(data.dataset.parts)[root.dataset.panel] ?? []) {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', type: 'application/wasm' });
  link.href = url(`${part}.wasm`);
  document.head.append(link);
}

/** Loads the styles of what the frame does not contain. */
const styles = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url('more.css') });
if (root.dataset.panel !== 'check') document.head.append(styles);

const controls = 'a, button, input, select, summary, textarea';

/** Returns a function that finds an element of the frame in the page that replaces it. */
const counterpart = (element) => {
  if (element.id) return () => document.getElementById(element.id);
  const isEqual = (other) =>
    other.textContent === element.textContent && other.value === element.value && !other.closest('[hidden]');
  const equals = () => [...document.querySelectorAll(`#app ${element.localName}`)].filter(isEqual);
  const at = equals().indexOf(element);
  return () => equals()[at];
};

/** Runs a function now and after each change of the page, until it returns true. */
const until = (isReady) => {
  const observer = new MutationObserver(() => isReady() && observer.disconnect());
  const attributeFilter = ['hidden', 'class', 'aria-busy', 'data-listens', 'data-keys'];
  if (!isReady())
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter });
};

const frame = document.querySelector('#panel-check');
const fields = [...frame.querySelectorAll('textarea, input[type=text]')];
const isChanged = ({ value, defaultValue }) => value !== defaultValue;
const started = new AbortController();
const on = (type, listener) => addEventListener(type, listener, { signal: started.signal, capture: true });

let focused = document.activeElement;
let toFocus = counterpart(focused);
on('focusin', ({ target }) => {
  focused = target;
  toFocus = counterpart(target);
});

let pressed;
let press;
on('click', ({ target }) => {
  const control = target.closest(controls);
  // Links work without the module, and early.js handles the tabs. A click on a field only sets the focus.
  if (!control || control.matches('[role=tab], a, textarea, [type=text], #shortcuts-button')) return;
  pressed = control;
  press = counterpart(control);
});
/** The events that may enter a delivery. A control that was pressed before was not pressed for it. */
const entries = ['input', 'paste', 'drop', 'hashchange'];
for (const type of entries) {
  on(type, ({ target }) => {
    if ((type !== 'input' || fields.includes(target)) && frame.contains(pressed)) pressed = undefined;
  });
}

// A button that is replaced while it is pressed would not be clicked.
let isDown = false;
on('pointerdown', ({ button }) => {
  isDown = button === 0;
});
for (const type of ['pointerup', 'pointercancel', 'contextmenu', 'dragend']) {
  on(type, () => {
    isDown = false;
  });
}

/** Events that the page handles once its tools are loaded. */
const later = [];
const isListening = () => root.dataset.listens !== undefined;
const isWaiting = () => !isListening() && !document.querySelector('#panel-check').hidden;
const isField = (target) => target.matches('textarea, input');
addEventListener(
  'paste',
  ({ target, clipboardData }) => {
    if (!isWaiting()) return;
    if (!isField(target)) return later.push(['paste', clipboardData?.getData('text/plain'), []]);
    // As in the page, what is pasted replaces the example, unless a part of it is selected.
    const { id, value, selectionStart: start, selectionEnd: end } = target;
    const isPart = start !== end && end - start < value.length;
    if (!isPart && fields.some((field) => field.id === id && value === field.defaultValue)) target.select();
  },
  true,
);
addEventListener(
  'drop',
  (event) => {
    const { target, dataTransfer } = event;
    if (!isWaiting() || (isField(target) && dataTransfer.files.length === 0)) return;
    // The browser would leave the page to show a file.
    event.preventDefault();
    later.push(['drop', dataTransfer.getData('text/plain'), [...dataTransfer.files]]);
  },
  true,
);
addEventListener('dragover', (event) => isWaiting() && !isField(event.target) && event.preventDefault(), true);
until(() => {
  if (!isListening()) return false;
  for (const [type, text, files] of later.splice(0)) {
    const transfer = new DataTransfer();
    if (text) transfer.setData('text/plain', text);
    for (const file of files) transfer.items.add(file);
    const init = { bubbles: true, cancelable: true };
    const event =
      type === 'paste'
        ? new ClipboardEvent(type, { ...init, clipboardData: transfer })
        : new DragEvent(type, { ...init, dataTransfer: transfer });
    document.body.dispatchEvent(event);
  }
  return true;
});

/** Keys and clicks for the shortcuts, which are loaded last. They are dropped when something else is done. */
const missed = [];
const miss = (event) => {
  const { type, target, isTrusted, repeat, ctrlKey, metaKey } = event;
  if (!isTrusted || repeat) return;
  const isKey = type === 'keydown';
  if (!isKey) missed.length = 0;
  const isTyping = target.matches('textarea, select, input:not([type=radio], [type=checkbox])');
  if (isKey ? ctrlKey || metaKey || !isTyping : target.id === 'shortcuts-button') missed.push(event);
};
const handled = new AbortController();
for (const type of ['keydown', 'click', 'input'])
  addEventListener(type, miss, { signal: handled.signal, capture: true });
until(() => {
  if (root.dataset.keys === undefined) return false;
  handled.abort();
  for (const event of missed) {
    document.getElementById('shortcuts-button').dispatchEvent(new event.constructor(event.type, event));
  }
  return true;
});

const load = () => fetch(url('page_bg.wasm'));
// Not all servers know the type of wasm files.
const module = WebAssembly.compileStreaming(load()).catch(async () =>
  WebAssembly.compile(await (await load()).arrayBuffer()),
);
const [{ default: init }, module_or_path] = await Promise.all([import('./page.js'), module]);
const idle = (run) => (globalThis.requestIdleCallback ?? setTimeout)(run, { timeout: 5000 });
// The service worker stores all files, so it must not compete with those that the open panel needs. The page works without it.
idle(() => import('./offline.js').catch(() => {}));
// Firefox restores what was typed before a reload.
if (!fields.some(isChanged)) await globalThis.used;
// Events of the same input, such as the click after a tap, reach the frame before it is replaced.
const tick = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(port1.close());
    port2.postMessage(undefined);
  });
await tick();
while (isDown) await tick();

const kept = ['.answer', '.results'].map((name) => frame.querySelector(`.columns > ${name}`)).filter(Boolean);
const isInKept = (element) => kept.some((part) => part.contains(element));
const secretsField = () => document.getElementById('check-secrets')?.closest('.field');
const placeOf = (field) =>
  field && field.getBoundingClientRect().top - field.closest('form').getBoundingClientRect().top;
const place = placeOf(secretsField());
document.head.append(styles);
root.dataset.frame = '';
await init({ module_or_path });
root.dataset.started = '';
started.abort();
// An error before the start was not one of the page.
if (root.dataset.failed !== 'stopped') {
  document.getElementById('failure').hidden = true;
  delete root.dataset.failed;
}

/** Presses a control once it is shown, unless the visitor does something else before. A correction is shown after the diagnosis. */
const pressWhenReady = (find) => {
  const further = new AbortController();
  for (const type of ['click', ...entries]) {
    addEventListener(type, ({ isTrusted }) => isTrusted && further.abort(), { signal: further.signal, capture: true });
  }
  until(() => {
    const control = !further.signal.aborted && find();
    const isShown = control && !control.closest('[hidden]');
    if (isShown) control.click();
    return isShown || further.signal.aborted;
  });
};

/** Shows the diagnosis of the example, which the frame contains, until the worker has made it or the visitor changes something. */
const keep = (toPress) => {
  let click = toPress;
  const pairs = kept.map((old) => [old, document.querySelector(`#panel-check .columns > .${old.className}`)]);
  for (const [old, now] of pairs) {
    now.hidden = true;
    now.after(old);
  }
  if (isInKept(focused)) focused.focus({ preventScroll: true });
  // Lines above the field arrive later. It must not move when it is clicked.
  const field = secretsField();
  const align = (isAligned) => {
    field.style.marginBlockStart = '';
    const missing = isAligned ? place - placeOf(field) : 0;
    if (missing > 0) field.style.marginBlockStart = `${missing}px`;
  };
  let isKept = true;
  const changes = new AbortController();
  const end = (event) => {
    if (!isKept) return;
    isKept = false;
    changes.abort();
    const { activeElement } = document;
    const next = isInKept(activeElement) && counterpart(activeElement);
    for (const [old, now] of pairs) {
      now.hidden = false;
      old.remove();
    }
    align(false);
    if (next) next()?.focus({ preventScroll: true });
    delete root.dataset.frame;
    // What the visitor did may have entered another delivery.
    if (click && !event) pressWhenReady(click);
  };
  const clicked = (event) => {
    if (!isInKept(event.target)) return end(event);
    const control = event.target.closest(controls);
    if (control) click = counterpart(control);
  };
  for (const type of entries) addEventListener(type, end, { signal: changes.signal, capture: true });
  addEventListener('click', clicked, { signal: changes.signal, capture: true });
  const isDone = () => ['[aria-busy=false]', '.proof > *'].every((part) => pairs[1][1].querySelector(part));
  until(() => {
    if (isKept) align(true);
    if (isKept && isDone()) end();
    return !isKept;
  });
  // Something may not have been loaded.
  setTimeout(end, 5000);
};

until(() => {
  const isOpen = document.querySelector('#panel-check .answer') !== null;
  const changed = fields.filter(isChanged);
  // The check panel is not loaded before it is opened.
  if (!isOpen && (changed.length > 0 || root.dataset.panel === 'check')) {
    root.toggleAttribute('data-frame', root.dataset.panel === 'check');
    return false;
  }
  const toPress = pressed && press;
  const isKept = isOpen && kept.length > 0 && changed.length === 0 && (!pressed || isInKept(pressed));
  if (isKept) keep(toPress);
  // A key that is pressed now belongs to the field.
  if (document.activeElement === document.body && focused !== document.body) toFocus()?.focus({ preventScroll: true });
  // The module sets the values of its fields after it has added them.
  tick().then(() => {
    for (const field of changed) {
      const to = document.getElementById(field.id);
      to.value = field.value;
      to.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const to = fields.includes(focused) && toFocus();
    if (to && to === document.activeElement) {
      to.setSelectionRange(focused.selectionStart, focused.selectionEnd);
    }
    if (isKept) return;
    delete root.dataset.frame;
    if (toPress) pressWhenReady(toPress);
  });
  return true;
});
