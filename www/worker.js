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

/** The requests of a folder of a Postman collection, and of the folders in it. */
const inFolder = ({ item }) =>
  Array.isArray(item)
    ? item.flatMap((entry) => (entry?.request && typeof entry.request === 'object' ? [entry] : inFolder(entry ?? {})))
    : [];

/** The requests of a HAR file or a Postman collection, and how to write a file that contains only one of them. */
const entriesOf = (bytes) => {
  try {
    const file = JSON.parse(new TextDecoder().decode(bytes));
    if (Array.isArray(file.log?.entries)) {
      return {
        entries: file.log.entries.filter((entry) => entry?.request),
        only: (entry) => ({ log: { entries: [entry] } }),
      };
    }
    const collection = file.collection ?? file;
    if (collection.info) return { entries: inFolder(collection), only: (entry) => ({ ...collection, item: [entry] }) };
  } catch {
    // It is another format.
  }
  return { entries: [] };
};

/** The title of a request of a file. */
const titleOf = ({ name, request: { method, url } }) => `${method ?? 'GET'} ${name ?? url?.raw ?? url}`;

/** When a request was received, according to a HAR file. If several ones have its URL, it is not known which it is. */
const receivedAt = (entries, { method, url }) => {
  const same = entries.filter(({ request }) => request.method === method && request.url === url);
  return same.length === 1 ? same[0].startedDateTime : undefined;
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

/** The algorithms of the browser. */
const ALGORITHMS = {
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  p256: { name: 'ECDSA', namedCurve: 'P-256' },
  ed25519: { name: 'Ed25519' },
};

const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text) => Uint8Array.from(atob(text.replace(/\s/g, '')), (letter) => letter.charCodeAt(0));
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (text) => Uint8Array.from(text.match(/../g), (digits) => Number.parseInt(digits, 16));

const toPem = (label, bytes) =>
  [`-----BEGIN ${label}-----`, ...toBase64(bytes).match(/.{1,64}/g), `-----END ${label}-----`].join('\n');

/** The length of an element of DER. */
const lengthOf = (length) => {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
};

/** An element of DER. */
const der = (tag, ...parts) => {
  const content = parts.flatMap((part) => [...part]);
  return [tag, ...lengthOf(content.length), ...content];
};

/** The start of PKCS #8: the version and the algorithm. */
const PKCS8 = {
  rsa: [2, 1, 0, ...fromHex('300d06092a864886f70d0101010500')],
  p256: [2, 1, 0, ...fromHex('301306072a8648ce3d020106082a8648ce3d030107')],
  ed25519: [2, 1, 0, ...fromHex('300506032b6570')],
};

const wrapped = (algorithm, key) => Uint8Array.from(der(0x30, PKCS8[algorithm], der(4, key)));

/** Reads a private key as PKCS #8, and how its public key is written. */
const readPrivateKey = (algorithm, text) => {
  const key = text.trim();
  const pem = /^-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([^-]+)-----END /.exec(key);
  if (pem) {
    const bytes = fromBase64(pem[2]);
    return {
      bytes: pem[1] ? wrapped(algorithm, bytes) : bytes,
      format: 'spki',
      write: (it) => toPem('PUBLIC KEY', it),
    };
  }
  const seed = (bytes) => wrapped('ed25519', der(4, bytes.slice(0, 32)));
  if (/^[0-9a-f]+$/i.test(key)) return { bytes: seed(fromHex(key)), format: 'raw', write: toHex };
  const [, prefix, digits] = /^(whsk_)?(.*)$/.exec(key);
  const write = (it) => (prefix ? 'whpk_' : '') + toBase64(it);
  return { bytes: seed(fromBase64(digits)), format: 'raw', write };
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

  /** Reads a request from a text. Of a file with several ones, it reads the one at the index `entry`. */
  async import({ bytes, entry }) {
    await initImport();
    const { entries, only } = entriesOf(bytes);
    const chosen = entries[entry];
    const { body, ...found } = importRequest(chosen ? JSON.stringify(only(chosen)) : bytes);
    const titles = entries.map(titleOf);
    const received = receivedAt(chosen ? [chosen] : entries, found);
    const answer = { ...found, ...toBody(body), ...(received && { received }) };
    if (titles.length < 2) return { ...answer, entries: [] };
    // The menu says which one was read, and reads the others.
    const isSeveral = ({ code }) => code === 'several_requests';
    const taken = chosen ? entry : Number(found.notes?.find(isSeveral)?.message.match(/\d+/)?.[0] ?? 1) - 1;
    const notes = found.notes?.filter((note) => !isSeveral(note));
    return { ...answer, notes, entries: titles, entry: taken };
  },

  /** Uses public and private keys. */
  keys({ uses }) {
    return uses.map(useKey);
  },

  /** Generates a key pair. */
  generate({ scheme }) {
    return generateSecret({ scheme: toScheme(scheme) });
  },

  /** Generates a key pair in PEM. */
  async generatePem({ algorithm }) {
    const pair = await crypto.subtle.generateKey(ALGORITHMS[algorithm], true, ['sign', 'verify']);
    const read = async (format, key) => new Uint8Array(await crypto.subtle.exportKey(format, key));
    return {
      secret: toPem('PRIVATE KEY', await read('pkcs8', pair.privateKey)),
      publicKey: toPem('PUBLIC KEY', await read('spki', pair.publicKey)),
    };
  },

  /** Derives the public key of a private key, or null if the browser cannot read the key. */
  async publicKey({ algorithm, key }) {
    try {
      const { bytes, format, write } = readPrivateKey(algorithm, key);
      const kind = ALGORITHMS[algorithm];
      const privateKey = await crypto.subtle.importKey('pkcs8', bytes, kind, true, ['sign']);
      const { kty, crv, n, e, x, y } = await crypto.subtle.exportKey('jwk', privateKey);
      const publicKey = await crypto.subtle.importKey('jwk', { kty, crv, n, e, x, y }, kind, true, ['verify']);
      return { publicKey: write(new Uint8Array(await crypto.subtle.exportKey(format, publicKey))) };
    } catch {
      return { publicKey: null };
    }
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
