// Why targets cannot be met, by their titles. The document contains the ones of targets that are missed. Shares were measured
// in one process of Node 20, as the least times of 40 turns.

export const REASONS = {
  'Node, GitHub, `createVerifier` to node:crypto, 256 B and 1 KiB':
    'The two calls of `crypto.hash` take 0.24 of the time of the code written by hand at 256 B, and 0.33 at 1 KiB. The rest is ' +
    'the same for each delivery: the checks of the arguments, the lookup of the header fields, the copy of the body into the ' +
    'buffer that is hashed, the comparison in constant time (0.05), and the verdict. With the spread of the runs, the ratio is ' +
    'between 0.57 and 0.72.',
  'the same, 4 KiB':
    'As for shorter bodies; here, the two calls of `crypto.hash` take more than half of the time. With the spread of the runs, the ' +
    'ratio is between 0.75 and 0.83.',
  'Node, GitHub, `verify` to node:crypto, from 1 KiB':
    'At 64 KiB, both sides hash for 97 % of the time with the same function, so the ratio is 1 within the spread.',
  'Node, `Webhook` to standardwebhooks, every size':
    'Both sides parse the payload. At 64 KiB, `JSON.parse` takes 0.28 of the time of standardwebhooks, and the hash of ' +
    'node:crypto 0.05. A ratio below their sum, 0.33, is not possible.',
  'Chromium, `Webhook` to standardwebhooks, every size':
    'Both sides parse the payload: at 64 KiB, `JSON.parse` takes 0.28 of the time of standardwebhooks. Browsers have no ' +
    'synchronous hash, and WebAssembly has no instructions for SHA-256: the core hashes 270 MB/s, hash-wasm 4.13 hashes ' +
    '230 MB/s, and OpenSSL, with the instructions of the processor, 1200 MB/s. The hash of the core takes 0.19, so a ratio ' +
    'below 0.47 is not possible. One of 0.33 would need 1000 MB/s.',
  'Node, `createVerifier` to each library, every size':
    'At 1 MiB, each side hashes for 99 % of the time with the same function, so the ratio is 1 within the spread.',
  'Rust, HMAC-SHA256 to ring, 256 B':
    'The hash itself takes as long as that of ring. The other 0.2 µs of a delivery are the search for the header field, the ' +
    'digits of the signature, the comparison, and a verdict that has the id and the type of the event. The code that is written ' +
    'by hand around ring does less.',
  'Express, a whole receiver more than reading the body, in µs':
    'A request takes about 450 µs of processor time, and the quartiles of its ratio to a request without verification are 0.93 and ' +
    '1.03, so the spread of the difference is 45 µs. At 256 B, the receiver took 25 µs less than reading the body. The verification itself ' +
    'takes 6.3 µs at 4 KiB.',
  'Node, import and first verdict, in ms':
    'Loading `node:crypto` alone takes a fifth of this time, and `require` a third less. The rest is the resolution of the package ' +
    'by the loader of ES modules and the compilation of its script. The ' +
    'first genuine delivery needs no WebAssembly.',
  'Chromium, download with gzip, `hookwright` with one verdict':
    'The module is 112 kB, of which the code of the verification, the standard library and the table of all senders are the ' +
    'largest parts. docs/adr/0006-lzma-for-browsers.md lists them. `hookwright/verify`, without the table, is a sixth of it.',
};
