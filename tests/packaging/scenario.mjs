// The deliveries that every row receives. A row's project gets this file as an ES module and as a CommonJS module.

/** The secret of each provider. Awell signs with RSA, so its secret is a public key. */
const SECRETS = {
  generic: '3f2c9a7e5b1d8046c2e9f07a6b4d1358',
  awell: `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArE4vx1+3qKj25NFKr1jl
iLC5A5mk2t2LqW7Bq4X0OHNrVA2OV+I8vAxKql8r3qNmGGfP83oHKE1XOdBJ7xOZ
LGWgSgJWaNGU2Y46PcwwDFPXQOAUZ8wUZ5d76Skrymk962Pku+KPgy6nKOVMxjo3
hZrnGLacnH99yM2BqQ6S9wD29lB4xLn5s9WVIpFsrj8tVeR7iP3kyQZt4HDyJQ8E
67jMUZqUbuRdTOQu4afqT94CcUirAkLhbH58/WVoeAKeRQYX45ZmKYkjG4Mgikzm
qLmwWJH2SNFz+JwOt+BhV3mmFDEmg0pZRvG73FDYDgpRQ/iBR4HBIeB4gaNtQ5v7
kQIDAQAB
-----END PUBLIC KEY-----
`,
};

const ORDER = '{"type":"order.paid","data":{"id":"ord_1"}}';
const ORDER_HEADERS = { 'x-webhook-signature': 'b166580da1d7e7331ffa36367710160378ab2466472ac3a837167ebcb19853d7' };

/** A good delivery, a forged one, and one with an RSA signature. */
export const deliveries = [
  { name: 'good', provider: 'generic', headers: ORDER_HEADERS, body: ORDER },
  { name: 'forged', provider: 'generic', headers: ORDER_HEADERS, body: ORDER.replace('ord_1', 'ord_2') },
  {
    name: 'rsa',
    provider: 'awell',
    headers: {
      'x-awell-signature':
        'CKtnW9tI//lX64UM7mWIqxHcmHTqlRZvxUVIAk/aQkvjoWU6r+35YcqBueR+3IA1Y7/Ywa+/UQJHw8yb/Wqn9tJPiyB5ZhSW9pXE4SKijQGv' +
        'Ru7i81aAY4Taftem4NBk7LmoOA6WwbUB35x/BjLgoofTEhp2UUdNvJRqCN1j2ZhiqJsQZ77GILsEEUnxC3jU/LYNyhvZRfTAWdJnMtv0yP02' +
        'ZEqjV8pD6Fq+diC4zil97SwRyZZhxgJZA8QfFXrAQKeBrcIbggh0a+MuvbNRHTw8WEvxTUnip8ssEJh3FPjpNYUIpV8Q9/OrqqEanXDofM2p' +
        '8eNsYbH112IEnzqQnw==',
    },
    body: '{"event_type":"patient.created","patient":{"id":"pt_1"}}',
  },
];

/** The answers of a receiver in which the package works. */
export const expected = {
  good: { ok: true },
  forged: { ok: false, code: 'signature_mismatch', cause: 'body_changed' },
  rsa: { ok: true },
};

/** Verifies a delivery, and explains it if it is rejected. */
export function receive({ createVerifier, explain }, { provider, headers, body }) {
  const secrets = SECRETS[provider];
  const verdict = createVerifier({ provider, secrets }).verify({ headers, body });
  if (verdict.ok) return { ok: true };
  const [cause] = explain({ provider, secrets, headers, body }).causes;
  return { ok: false, code: verdict.code, cause: cause?.code };
}

/** Verifies all deliveries. */
export function receiveAll(hookwright) {
  return Object.fromEntries(deliveries.map((delivery) => [delivery.name, receive(hookwright, delivery)]));
}

/** Answers an HTTP request that contains a delivery. */
export async function respond(hookwright, request) {
  const provider = new URL(request.url).searchParams.get('provider');
  const body = new Uint8Array(await request.arrayBuffer());
  return Response.json(receive(hookwright, { provider, headers: request.headers, body }));
}
