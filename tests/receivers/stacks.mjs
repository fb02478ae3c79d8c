// How each stack is built and started, as its README describes it. Servers listen on a free port and print it.

import path from 'node:path';

const here = import.meta.dirname;
const python = path.join(process.env.HOOKWRIGHT_PYTHON ?? '', 'python');

const DJANGO = `
from wsgiref.simple_server import make_server
import app
server = make_server("127.0.0.1", 0, app.application)
print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
`;

/** The schemes for the stacks that share the verification with another one: one scheme for each way to use the server. */
const schemes = ['github/sha256', 'slack/v0', 'twilio/sha1', 'meta/sha256', 'mandrill/hmac'];

/** The servers of hosted stacks start without the settings, which each request reads. */
export const STACKS = {
  express: { run: ['node', 'app.mjs'], test: ['node', '--test'] },
  fastify: { run: ['node', 'app.mjs'], test: ['node', '--test'], schemes },
  next: {
    run: ['node', path.join(here, 'serve.mjs'), 'next'],
    test: ['node', '--test', 'test/route.test.mjs'],
    schemes,
    isHosted: true,
  },
  hono: { run: ['node', path.join(here, 'serve.mjs'), 'hono'], test: ['node', '--test'], schemes, isHosted: true },
  lambda: { run: ['node', path.join(here, 'serve.mjs'), 'lambda'], test: ['node', '--test'], schemes, isHosted: true },
  flask: { run: [python, '-m', 'flask', 'run', '--port', '0'], test: [python, '-m', 'unittest'] },
  fastapi: { run: [python, '-m', 'uvicorn', 'app:app', '--port', '0'], test: [python, '-m', 'unittest'], schemes },
  django: { run: [python, '-c', DJANGO], test: [python, '-m', 'unittest'], schemes },
  go: { build: ['go', 'build', '-o', 'receiver', '.'], run: ['./receiver'], test: ['go', 'test', './...'] },
  ruby: { run: ['ruby', path.join(here, 'serve.rb')], test: ['ruby', 'test_app.rb'] },
  php: { run: ['php', '-S', '127.0.0.1:0', 'public/index.php'], test: ['php', 'test.php'], isHosted: true },
  // The compiler finds the other files by their names.
  java: {
    build: ['javac', '-Xlint:all', '-Werror', 'Main.java', 'ReceiverTest.java'],
    run: ['java', 'Main'],
    test: ['java', 'ReceiverTest'],
  },
  axum: { build: cargo('build'), run: cargo('run'), test: cargo('test'), schemes: [...schemes, 'braintree/hmac'] },
};

/** The crate is that of the repository, which may not have been published. */
function cargo(command) {
  const core = path.join(here, '../../core');
  return ['cargo', command, '--quiet', '--config', `patch.crates-io.hookwright.path=${JSON.stringify(core)}`];
}
