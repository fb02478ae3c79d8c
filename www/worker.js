// Computes what takes long, with the functions of the npm package. The page sends `{ id, task, input }` and receives
// `{ id, result }` or `{ id, error }`, and `{ id: 0 }` once everything is loaded. `playground/src/browser/worker.rs` is the other side of this protocol.

import {
  answerHandshake,
  createVerifier,
  explain,
  generateSecret,
  importRequest,
  init,
  initCatalog,
  initExplain,
  initImport,
  sign,
  verify,
} from './package/browser/index.mjs';

const ready = init((file) => new URL(`./package/${file}`, import.meta.url)).then(() =>
  Promise.all([initExplain(), initCatalog()]),
);
// Few visitors paste a request at once, so the module that reads it is the last.
ready
  .then(() => initImport().catch(() => {}))
  .then(
    () => postMessage({ id: 0 }),
    // The page reports it like a script that does not load.
    (error) => reportError(error),
  );

/** A custom scheme is JSON; ids of built-in schemes do not start with a brace. */
const toScheme = (scheme) => (scheme.startsWith('{') ? JSON.parse(scheme) : scheme);

/** The part of an error that the page shows. */
const reason = ({ code, message }) => ({ ok: false, code, message });

const SIGNATURE = 'X-Signature';

/** A scheme that signs the whole body, so that any content can be verified or signed with a key. */
const schemeOf = ({ algorithm, form }) => ({
  id: 'custom/key',
  algorithm,
  key: form,
  content: '{body}',
  signature: { header: SIGNATURE, encoding: 'hex' },
});

/** Uses a key. Returns the code if that is not possible. */
const useKey = ({ what, key, content, signature, ...kind }) => {
  const scheme = schemeOf(kind);
  try {
    if (what === 'sign') return { signature: sign({ scheme, secret: key, body: content }).headers[SIGNATURE] };
    const verifier = createVerifier({ scheme, secrets: key });
    try {
      if (what === 'read') return {};
      return { isValid: verifier.verify({ body: content, headers: { [SIGNATURE]: signature } }).ok };
    } finally {
      verifier.free();
    }
  } catch (error) {
    return { error: error.code };
  }
};

/** The requests of a HAR file with several ones. */
const entriesOf = (bytes) => {
  try {
    const { log } = JSON.parse(new TextDecoder().decode(bytes));
    const entries = Array.isArray(log?.entries) ? log.entries.filter((entry) => entry?.request) : [];
    return entries.length > 1 ? entries : [];
  } catch {
    return [];
  }
};

/** A body as text if a text field can hold exactly its bytes, or else in hexadecimal. */
const toBody = (bytes) => {
  if (!bytes) return {};
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\r')) return { bodyText: text };
  } catch {
    // It is not text.
  }
  return { bodyHex: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') };
};

const TASKS = {
  /** Finds out why a delivery is rejected. */
  explain({ scheme, ignoresAge, framework, ...delivery }) {
    return explain({
      ...delivery,
      scheme: toScheme(scheme),
      ...(ignoresAge && { toleranceSeconds: false }),
      ...(framework && { framework }),
    });
  },

  /** Verifies a delivery, and answers a handshake. */
  check({ delivery, isHandshakePossible, handshakeSecrets, handshakeToken }) {
    const { scheme: given, secrets, headers, body, method, url, now, ignoresAge } = delivery;
    const request = { scheme: toScheme(given), headers, body, method, url };
    const tolerance = ignoresAge ? { toleranceSeconds: false } : {};
    let verdict;
    try {
      verdict = verify({ ...request, secrets, now, ...tolerance });
    } catch (error) {
      return { verdict: reason(error) };
    }
    if (!isHandshakePossible) return { verdict };
    // The age of a handshake is limited like that of a delivery.
    const at = (ignoresAge && verdict.timestampMs) || now;
    const known = handshakeSecrets.length > 0 ? { secrets: handshakeSecrets } : {};
    const endpoint = { token: handshakeToken, endpoint: url, settingUp: true };
    try {
      return { verdict, handshake: answerHandshake({ ...request, ...known, ...endpoint, now: at }) };
    } catch (error) {
      return { verdict, handshake: reason(error) };
    }
  },

  /** Reads a request from a text. Of a HAR file with several ones, it reads the one at the index `entry`. */
  async import({ bytes, entry }) {
    await initImport();
    const entries = entriesOf(bytes);
    const chosen = entries[entry];
    const { body, ...found } = importRequest(chosen ? JSON.stringify({ log: { entries: [chosen] } }) : bytes);
    const titles = entries.map(({ request }) => `${request?.method} ${request?.url}`);
    return { ...found, ...toBody(body), entries: titles };
  },

  /** Uses public and private keys. */
  keys({ uses }) {
    return uses.map(useKey);
  },

  /** Generates a key pair. */
  generate({ scheme }) {
    return generateSecret({ scheme: toScheme(scheme) });
  },
};

addEventListener('message', async ({ data: { id, task, input } }) => {
  try {
    await ready;
    postMessage({ id, result: await TASKS[task](input) });
  } catch (error) {
    postMessage({ id, error: String(error.message) });
  }
});
