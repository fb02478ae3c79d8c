import { createHmac, timingSafeEqual } from 'node:crypto';
import { createVerifier, sign, verify, Webhook } from 'hookwright';
import { Webhook as Std } from 'standardwebhooks';

const secret = 'It is a Secret to Everybody and long enough';
const whsec = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const sizes = (process.argv[2] ?? '256,1024,4096,20480,65536').split(',').map(Number);
const R = +(process.argv[3] ?? 25);
const verifier = createVerifier({ provider: 'github', secrets: secret });
for (const size of sizes) {
  const text = JSON.stringify({ type: 'user.created', data: 'x'.repeat(size - 34) });
  const body = Buffer.from(text);
  const headers = {
    host: 'example.com',
    'user-agent': 'GitHub-Hookshot/1',
    'content-length': String(size),
    'x-github-event': 'push',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-hub-signature-256': 'sha256=' + createHmac('sha256', secret).update(body).digest('hex'),
    accept: '*/*',
    'content-type': 'application/json',
  };
  const wh = new Webhook(whsec),
    std = new Std(whsec);
  const at = new Date();
  const h2 = {
    'content-type': 'application/json',
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': wh.sign('msg_p5jXN8AQM9LWM0D4loKWxJek', at, body),
  };
  const cases = {
    node(b) {
      const g = headers['x-hub-signature-256'];
      const e = Buffer.from('sha256=' + createHmac('sha256', secret).update(b).digest('hex'));
      const got = Buffer.from(g);
      if (!(got.length === e.length && timingSafeEqual(e, got))) throw 1;
    },
    prepared(b) {
      if (!verifier.verify({ body: b, headers }).ok) throw 1;
    },
    oneshot(b) {
      if (!verify({ provider: 'github', secrets: secret, body: b, headers }).ok) throw 1;
    },
    webhook(b) {
      if (!wh.verify(b, h2)) throw 1;
    },
    std(b) {
      if (!std.verify(b, h2)) throw 1;
    },
  };
  for (const [kind, b] of [
    ['buffer', body],
    ['string', text],
  ]) {
    const n = Math.max(10, Math.min(1000, Math.floor(4e6 / size / 10)));
    const t = {};
    for (let r = 0; r < R; r++)
      for (const [k, f] of Object.entries(cases)) {
        const s = process.hrtime.bigint();
        for (let i = 0; i < n; i++) f(b);
        (t[k] ??= []).push(Number(process.hrtime.bigint() - s) / n / 1000);
      }
    const med = (a) => [...a].sort((x, y) => x - y)[a.length >> 1];
    const half = (a) => a.slice(Math.floor(R / 4));
    const ratio = (a, b) => med(half(t[a]).map((v, i) => v / half(t[b])[i]));
    console.log(
      String(size).padStart(6),
      kind,
      'node',
      med(t.node).toFixed(2),
      'us prepared',
      ratio('prepared', 'node').toFixed(2),
      'oneshot',
      ratio('oneshot', 'node').toFixed(2),
      '| webhook',
      med(t.webhook).toFixed(2),
      'us std/webhook',
      ratio('std', 'webhook').toFixed(2),
    );
  }
}
