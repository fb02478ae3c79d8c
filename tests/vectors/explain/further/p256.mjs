// ECDSA over P-256 with a nonce that follows from the message, so that the corpus is the same at every run: node:crypto
// only signs with random nonces. It is slow and not constant in time, which is fine for test data and nothing else.

import { createHash, createPublicKey } from 'node:crypto';

const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const A = P - 3n;
const G = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
];

const mod = (value, by) => ((value % by) + by) % by;
const hash = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const number = (bytes) => BigInt(`0x${bytes.toString('hex')}`);
const bytes32 = (value) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

function inverse(value, by) {
  let [a, b, x, y] = [mod(value, by), by, 1n, 0n];
  while (a > 1n) {
    const quotient = a / b;
    [a, b] = [b, a % b];
    [x, y] = [y, x - quotient * y];
    if (b === 0n) break;
  }
  return mod(x, by);
}

function plus(p, q) {
  if (p === null) return q;
  if (p[0] === q[0] && mod(p[1] + q[1], P) === 0n) return null;
  const slope =
    p[0] === q[0] ? (3n * p[0] * p[0] + A) * inverse(2n * p[1], P) : (q[1] - p[1]) * inverse(mod(q[0] - p[0], P), P);
  const x = mod(slope * slope - p[0] - q[0], P);
  return [x, mod(slope * (p[0] - x) - p[1], P)];
}

function times(factor, point) {
  let sum = null;
  for (const bit of factor.toString(2)) {
    if (sum !== null) sum = plus(sum, sum);
    if (bit === '1') sum = plus(sum, point);
  }
  return sum;
}

// TEST KEY. It was made for this corpus, is public, and protects nothing.
const PRIVATE = mod(number(hash(Buffer.from('further/p256'))), N);
const [X, Y] = times(PRIVATE, G);
const HEAD = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const der = Buffer.concat([HEAD, Buffer.from([4]), bytes32(X), bytes32(Y)]);
export const ecPublic = createPublicKey({ key: der, format: 'der', type: 'spki' }).export({
  format: 'pem',
  type: 'spki',
});

const integer = (value) => {
  const raw = bytes32(value);
  const at = raw.findIndex((byte) => byte !== 0);
  const short = raw.subarray(at);
  const body = short[0] > 127 ? Buffer.concat([Buffer.from([0]), short]) : short;
  return Buffer.concat([Buffer.from([2, body.length]), body]);
};

/** The signature of `content`, in DER. */
export function signP256(content) {
  const digest = hash(content);
  const nonce = mod(number(hash(digest, bytes32(PRIVATE))), N);
  const r = mod(times(nonce, G)[0], N);
  const s = mod(inverse(nonce, N) * (number(digest) + r * PRIVATE), N);
  const both = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.from([0x30, both.length]), both]);
}
