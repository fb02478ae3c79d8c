// The requests in the providers' documentation, with curl in a shell, `fetch` in JavaScript and the standard library of
// Python. Only the host and ids differ.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test, { describe } from 'node:test';
import { promisify } from 'node:util';
import { parseEvent } from 'hookwright';
import { hook, inbox, start, wellHook } from './api.mjs';
import { listen } from './http.mjs';
import { receiver } from './receiver.mjs';

const run = promisify(execFile);
const install = {
  sh: 'a POSIX shell, with cURL (on Debian: apt-get install curl)',
  python3: 'Python 3 (on Debian: apt-get install python3)',
};

/**
 * Runs a program in another process, because the servers run in this one. Its output is the body, and the status on the
 * last line.
 */
async function answerOf(program, flags, env) {
  const options = { env: { ...process.env, NO_PROXY: '*', no_proxy: '*', ...env } };
  const { stdout } = await run(program, flags, options).catch((error) => {
    const missing = error.code === 'ENOENT' || error.code === 127;
    assert.fail(missing ? `this test needs ${install[program]}` : `${error.message}\n${error.stderr}`);
  });
  const lines = stdout.trimEnd().split('\n');
  return { status: Number(lines.pop()), body: JSON.parse(lines.join('\n')) };
}

/** How each language sends a request. The token is in an environment variable, as in the documentation. */
const languages = {
  curl: ({ curl }) => ['sh', ['-c', `curl() { command curl -sS -w '\\n%{http_code}' "$@"; }\n${curl}`]],
  fetch: ({ method, url, variable, body }) => [
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const response = await fetch(${JSON.stringify(url)}, {
        method: '${method}',
        headers: {
          ${body === undefined ? '' : "'Content-Type': 'application/json',"}
          ${variable === undefined ? '' : `'Authorization': \`Bearer \${process.env.${variable}}\`,`}
        },
        ${body === undefined ? '' : `body: JSON.stringify(${JSON.stringify(body)}),`}
      });
      console.log((await response.text()) + '\\n' + response.status);`,
    ],
  ],
  python: ({ method, url, variable, body }) => [
    'python3',
    [
      '-c',
      `
import json, os, urllib.request
headers = {}
data = None
${variable === undefined ? '' : `headers['Authorization'] = f"Bearer {os.environ['${variable}']}"`}
${body === undefined ? '' : `data = json.dumps(json.loads(${JSON.stringify(JSON.stringify(body))})).encode(); headers['Content-Type'] = 'application/json'`}
request = urllib.request.Request(${JSON.stringify(url)}, data=data, headers=headers, method='${method}')
with urllib.request.urlopen(request, timeout=60) as response:
    print(response.read().decode())
    print(response.status)
`,
    ],
  ],
};

for (const [language, program] of Object.entries(languages)) {
  describe(language, () => {
    test('creates a webhook of Well', async (context) => {
      const { ask, url } = await start(context, { provider: 'well', token: 'well-token' });
      const attributes = {
        url: 'https://your-app.com/webhook',
        events: ['company.created', 'document.uploaded'],
        description: 'Main webhook for production',
      };
      const request = {
        method: 'POST',
        url: `${url}/v1/webhooks`,
        variable: 'API_KEY',
        body: { data: { type: 'webhook', attributes } },
        curl: `curl -X POST ${url}/v1/webhooks \\
  -H "Authorization: Bearer $API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "data": {
      "type": "webhook",
      "attributes": {
        "url": "https://your-app.com/webhook",
        "events": ["company.created", "document.uploaded"],
        "description": "Main webhook for production"
      }
    }
  }'`,
      };
      const { status, body } = await answerOf(...program(request), { API_KEY: 'well-token' });
      assert.equal(status, 201);
      const { created_at, ...rest } = body.data.attributes;
      assert.deepEqual(rest, { ...attributes, updated_at: null });
      const listed = await ask('GET', '/v1/webhooks');
      assert.deepEqual(listed.body.data, [body.data]);
    });

    test('changes the address and headers of a webhook of Well', async (context) => {
      const { ask, url, service } = await start(context, { provider: 'well', token: 'well-token' });
      const before = { event: 'document.processed', target_url: 'https://foldspace.ai/webhooks/well' };
      const id = await wellHook(ask, { ...before, headers: { 'X-Foldspace-Token': 'fold_7c1e9a' } });
      const target = `${url}/v1/subscriptions/webhooks/${id}`;
      await service.advance(7_687_000);
      const attributes = {
        target_url: 'https://foldspace.ai/webhooks/well-v2',
        headers: { 'X-Foldspace-Token': 'fold_rotated_9d2' },
      };
      const request = {
        method: 'PATCH',
        url: target,
        variable: 'WELL_API_TOKEN',
        body: { data: { type: 'webhook', attributes } },
        curl: `curl -X PATCH ${target} \\
  -H "Authorization: Bearer $WELL_API_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{
  "data": {
    "type": "webhook",
    "attributes": {
      "target_url": "https://foldspace.ai/webhooks/well-v2",
      "headers": {
        "X-Foldspace-Token": "fold_rotated_9d2"
      }
    }
  }
}'`,
      };
      const { status, body } = await answerOf(...program(request), { WELL_API_TOKEN: 'well-token' });
      assert.deepEqual([status, body.data.id], [200, id]);
      const { created_at, updated_at, ...rest } = body.data.attributes;
      assert.deepEqual(rest, { event: 'document.processed', ...attributes, active: true });
      assert.equal(Date.parse(updated_at) - Date.parse(created_at), 7_687_000);
    });

    test('creates a webhook of generic', async (context) => {
      const { url } = await start(context, { provider: 'generic' });
      const body = {
        url: 'https://yourapp.com/webhook',
        events: ['user.created', 'user.updated', 'project.created'],
        secret: 'whsec_abc123...',
        active: true,
      };
      const curl = `curl -X POST ${url}/v1/webhooks -H "Content-Type: application/json" -d '${JSON.stringify(body)}'`;
      const answer = await answerOf(...program({ method: 'POST', url: `${url}/v1/webhooks`, body, curl }));
      assert.equal(answer.status, 201);
      const { id, created_at, ...rest } = answer.body;
      assert.deepEqual(rest, body);
    });

    test('sends a test webhook of generic', async (context) => {
      const { service, ask, url } = await start(context, { provider: 'generic' });
      const receiver = await inbox(context);
      const target = `${url}/v1/webhooks/${(await hook(ask, receiver.url)).id}/test`;
      const answer = await answerOf(...program({ method: 'POST', url: target, curl: `curl -X POST ${target}` }));
      assert.equal(answer.status, 202);
      await service.advance(0);
      assert.equal(parseEvent(receiver.requests[0].body).id, answer.body.event_id);
    });
  });
}

// The first requests of Well's pages, without any preparation, and with the texts of the pages except for the host.
test('the first request of each page of Well works on a new service', async (context) => {
  const started = async () => {
    const { ask, url, service } = await start(context, { provider: 'well', token: 'well-token' });
    return { ask, url, service, env: { API_KEY: 'well-token' } };
  };
  const overview = await started();
  const created = await answerOf(
    ...languages.curl({
      curl: `curl -X POST ${overview.url}/v1/webhooks \\
-H "Authorization: Bearer $API_KEY " \\
-H "Content-Type: application/json" \\
-d '{
"data": {
"type": "webhook",
"attributes": {
"url": "https://your-app.com/webhook",
"events": ["company.created", "document.uploaded"],
"description": "Main webhook for production"
}
}
}'`,
    }),
    overview.env,
  );
  assert.equal(created.status, 201);

  const install = await started();
  const { workspaceId } = install.service;
  const path = `/v1/workspaces/${workspaceId}/connectors/gmail/access?redirect_url&state=xx`;
  const access = await install.ask('GET', path);
  assert.deepEqual([access.status, access.body.data.type], [200, 'connector_access']);
  const attributes = { event: 'document.uploaded', target_url: 'https://your-app.com/webhook' };
  const filtered = (filter) =>
    install.ask('POST', '/v1/subscriptions/webhooks', {
      data: { type: 'webhook', attributes: { ...attributes, ...filter } },
    });
  assert.equal((await filtered({ workspace_id: workspaceId })).status, 201);
  assert.equal((await filtered({ external_workspace_id: 'customer-1' })).status, 404);
  assert.equal((await filtered({ workspace_id: 'c47e2f81-9b3a-4d6e-8f10-2a5b7c9d1e3f' })).status, 404);

  const customers = await started();
  const customer = { name: 'Customer Workspace', external_workspace_id: 'customer-1' };
  const made = await customers.ask('POST', '/v1/workspaces', { data: { type: 'workspace', attributes: customer } });
  assert.equal(made.status, 201);
  const { body: all } = await customers.ask('GET', '/v1/workspaces');
  assert.deepEqual(all.data.map(({ id }) => id).sort(), [customers.service.workspaceId, made.body.data.id].sort());
});

test('a service keeps its workspace when its state is restored, and other providers have none', async (context) => {
  const { service } = await start(context, { provider: 'well' });
  const restored = await start(context, { provider: 'well', state: service.save() });
  assert.match(service.workspaceId, /^[0-9a-f-]{36}$/);
  assert.equal(restored.service.workspaceId, service.workspaceId);
  const { body } = await restored.ask('GET', '/v1/workspaces');
  assert.deepEqual([body.meta.total, body.data[0].id], [1, service.workspaceId]);
  const generic = await start(context, { provider: 'generic' });
  assert.equal(generic.service.workspaceId, undefined);
});

test('the documented manual test of generic is rejected: it has no signature and no timestamp', async (context) => {
  const log = [];
  const port = await listen(
    context,
    receiver({ provider: 'generic', secrets: 'whsec_a', log: (line) => log.push(line) }),
  );
  const body = `{
    "id": "evt_test",
    "type": "user.created",
    "data": {
      "id": "user_test",
      "name": "Test User"
    }
  }`;
  const { stdout } = await run('sh', [
    '-c',
    `curl() { command curl -sS --noproxy '*' -w '\\n%{http_code}' "$@"; }
curl -X POST http://localhost:3000/webhook \\
  -H "Content-Type: application/json" \\
  -H "X-Webhook-Signature: test_signature" \\
  -d '${body}'`.replace('localhost:3000', `127.0.0.1:${port}`),
  ]);
  assert.equal(stdout, 'unauthorized\n401');
  assert.equal(log[0].code, 'malformed_signature');
  assert.deepEqual(
    parseEvent(body, { provider: 'generic' }).problems.map(({ code, path }) => [code, path]),
    [['missing_field', '/created_at']],
  );
});
