// Writes `chromium.json`: requests as Chromium's developer tools copy and export them. The formatters are those of the
// browser; they are called in its own page. Usage: `node record-chromium.mjs`, with Chromium's path in `CHROMIUM`.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { WebSocket } = createRequire(new URL('../../package.json', import.meta.url))('ws');

const requests = [
  {
    method: 'POST',
    url: 'https://example.com/hooks/1?a=b&c=%41',
    headers: { 'content-type': 'application/json', 'x-signature': 'sha256=00; it\'s "quoted"' },
    body: '{"id":"evt_1","text":"line 1\\nline 2","path":"C:\\\\dir\\\\","percent":"100%25 %PATH% $HOME `x` !"}',
  },
  {
    method: 'POST',
    url: 'https://example.com/hooks/[1]/{2}',
    headers: { 'content-type': 'text/plain', accept: '*/*', cookie: 'a=1; b=2' },
    body: 'it\'s\nthree ^lines^\nwith \\ and "quotes"',
  },
  {
    method: 'PUT',
    url: 'https://example.com/h%C3%A9?x=y#z',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-empty': '' },
    body: 'a=b+c&d=%C3%A9',
  },
  {
    method: 'POST',
    url: 'https://example.com/unicode',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"Zoë 😀 \u2028",\t"a":1}',
    // The formats for Windows replace these characters, so that the body is lost.
    without: ['cmd'],
  },
  { method: 'GET', url: 'https://example.com/get', headers: { accept: 'text/html', 'accept-language': 'en' } },
];

/** Runs in the page of the developer tools. */
async function record(given) {
  const bundled = 'devtools://devtools/bundled';
  const { NetworkLogView } = await import(`${bundled}/panels/network/network.js`);
  const { NetworkRequest } = await import(`${bundled}/core/sdk/sdk.js`);
  const { Log } = await import(`${bundled}/models/har/har.js`);
  const View = NetworkLogView.NetworkLogView;
  const view = Object.create(View.prototype);
  const results = [];
  for (const { method, url, headers, body } of given) {
    const request = NetworkRequest.NetworkRequest.create('1', url, url, null, null, null);
    request.requestMethod = method;
    request.setRequestHeaders(Object.entries(headers).map(([name, value]) => ({ name, value })));
    request.setRequestFormData(body !== undefined, body ?? null);
    request.setIssueTime(1, 1_700_000_000);
    request.endTime = 2;
    const [entry] = (await Log.Log.build([request], { sanitize: false })).entries;
    results.push({
      curl: await View.generateCurlCommand(request, 'unix'),
      cmd: await View.generateCurlCommand(request, 'win'),
      fetch: await view.generateFetchCall(request, 0),
      fetchNode: await view.generateFetchCall(request, 1),
      powershell: await view.generatePowerShellCommand(request),
      har: JSON.parse(JSON.stringify(entry)),
    });
  }
  return results;
}

const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0'];
const browser = spawn(process.env.CHROMIUM ?? 'chromium', [...flags, `--user-data-dir=${profile}`], {
  stdio: ['ignore', 'ignore', 'pipe'],
});
let output = '';
let endpoint;
for await (const chunk of browser.stderr) {
  output += chunk;
  endpoint = /DevTools listening on (\S+)/.exec(output)?.[1];
  if (endpoint) break;
}
const socket = new WebSocket(endpoint, { maxPayload: 2 ** 30 });
await once(socket, 'open');
const pending = new Map();
socket.on('message', (data) => {
  const message = JSON.parse(data);
  pending.get(message.id)?.(message);
});
const send = (method, params = {}, sessionId = undefined) =>
  new Promise((resolve) => {
    const id = pending.size + 1;
    pending.set(id, resolve);
    socket.send(JSON.stringify({ id, method, params, sessionId }));
  });

const { result: version } = await send('Browser.getVersion');
const page = await send('Target.createTarget', { url: 'devtools://devtools/bundled/devtools_app.html' });
const session = await send('Target.attachToTarget', { targetId: page.result.targetId, flatten: true });
const evaluate = (expression) =>
  send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, session.result.sessionId);
await evaluate('new Promise((resolve) => document.readyState === "complete" ? resolve() : onload = resolve)');
const { result } = await evaluate(`(${record})(${JSON.stringify(requests)})`);
if (result.exceptionDetails) throw new Error(JSON.stringify(result.exceptionDetails));
const tests = requests.map((request, index) => ({ ...request, ...result.result.value[index] }));
const file = { source: `the developer tools of ${version.product.replace('Headless', '')}`, tests };
writeFileSync(new URL('chromium.json', import.meta.url), `${JSON.stringify(file, null, 1)}\n`);
const exited = once(browser, 'exit');
await send('Browser.close');
await exited;
rmSync(profile, { recursive: true, force: true });
socket.terminate();
browser.stderr.destroy();
