// Uses with the types of browsers.

import { beginAttempt, createService, init, settleAttempt, sign, startDelivery, verify } from 'hookwright';

export async function handle(request: Request): Promise<Response> {
  await init();
  await init(new URL('hookwright_bg.wasm', location.href));
  await init(fetch('/hookwright_bg.wasm'));
  await init(await WebAssembly.compileStreaming(fetch('/hookwright_bg.wasm')));

  const body = await request.arrayBuffer();
  const verdict = verify({ provider: 'generic', secrets: 's', body, headers: request.headers });
  // @ts-expect-error a stream
  verify({ provider: 'generic', secrets: 's', body: request.body, headers: request.headers });
  const signed = sign({ provider: 'generic', secret: 's', body });
  await fetch('/', { method: 'POST', headers: signed.headers, body: signed.body });
  const policy = 'generic';
  const progress = startDelivery({ policy });
  const endpoint = { url: 'https://receiver.example/', secret: 's' };
  const attempt = beginAttempt({ provider: 'generic', policy, progress, eventId: 'evt_1', body, endpoint });
  const { url, ...options } = attempt.request;
  const { status, headers } = await fetch(url, options);
  settleAttempt({ policy, progress: attempt.progress, outcome: { status, headers } });
  const service = createService({ provider: 'generic' });
  const answer: Response = await service.fetch(request);
  // @ts-expect-error a URL is not a request
  await service.fetch('/v1/webhooks');
  if (answer.ok) return answer;
  return new Response(null, { status: verdict.ok ? 200 : 401 });
}
