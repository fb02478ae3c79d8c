// Keeps bodies that are too large for session storage over a reload, in IndexedDB. The page loads this file with the first
// such body. Each tab has one entry, under an id in its session storage.

const DATABASE = 'hookwright';
const STORE = 'bodies';
const ID = 'hookwright.body';
const DAY_MS = 86_400_000;

/** The key in local storage that says that there are entries. */
const MARK = 'hookwright.bodies';

/** Resolves with the result of a request. */
const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Runs a transaction with the store. */
async function withStore(mode, run) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await result(opening);
  try {
    const transaction = database.transaction(STORE, mode);
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const value = await run(transaction.objectStore(STORE));
    await ended;
    return value;
  } finally {
    database.close();
  }
}

/** Removes the entries of tabs that were closed. Only their age says so. */
async function removeOld(store) {
  const [keys, entries] = await Promise.all([result(store.getAllKeys()), result(store.getAll())]);
  const old = keys.filter((_, index) => Math.abs(Date.now() - entries[index].at) > DAY_MS);
  for (const key of old) store.delete(key);
  if (old.length === keys.length) localStorage.removeItem(MARK);
}

const own = () => sessionStorage.getItem(ID);

/** Keeps a body. `about` is a text about it. Returns whether that was possible. */
async function keep(about, bytes) {
  try {
    const id = own() ?? crypto.randomUUID();
    await withStore('readwrite', async (store) => {
      await result(store.put({ about, bytes, at: Date.now() }, id));
      await removeOld(store);
    });
    localStorage.setItem(MARK, 'yes');
    sessionStorage.setItem(ID, id);
    return true;
  } catch {
    return false;
  }
}

/** Returns the text about the kept body and its bytes, or nothing. Throws if the database fails. */
async function kept() {
  const id = own();
  if (!id) return;
  const entry = await withStore('readwrite', async (store) => {
    await removeOld(store);
    return result(store.get(id));
  });
  return entry && [entry.about, entry.bytes];
}

/** Removes the body of this tab. */
async function remove() {
  const id = own();
  if (!id) return;
  sessionStorage.removeItem(ID);
  try {
    await withStore('readwrite', async (store) => {
      await result(store.delete(id));
      await removeOld(store);
    });
  } catch {
    // Without a database, there is nothing to remove.
  }
}

/** Removes the bodies of tabs that were closed. */
async function tidy() {
  try {
    await withStore('readwrite', removeOld);
  } catch {
    // Without a database, there is nothing to remove.
  }
}

let last = Promise.resolve();

/** Makes a function that starts after all earlier calls have ended, so that a body is not kept after it was removed. */
const queued =
  (run) =>
  (...values) => {
    const start = () => run(...values);
    last = last.then(start, start);
    return last;
  };

globalThis.hookwrightBodies = {
  keep: queued(keep),
  kept: queued(kept),
  remove: queued(remove),
  tidy: queued(tidy),
};
