// The programs of database servers for tests: where they are, as which user they run, and when they are ready and gone.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Where Debian and its derivatives install the servers, one folder for each version. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder of `initdb` and `postgres`, or an empty text if they are on PATH. */
export function postgresFolder() {
  if (process.env.HOOKWRIGHT_POSTGRES) return process.env.HOOKWRIGHT_POSTGRES;
  if (!existsSync(DEBIAN)) return '';
  const versions = readdirSync(DEBIAN).filter((version) => existsSync(`${DEBIAN}/${version}/bin/initdb`));
  const [newest] = versions.sort((one, other) => Number(other) - Number(one));
  return newest === undefined ? '' : `${DEBIAN}/${newest}/bin`;
}

/**
 * The user and the group of the servers, which refuse to run as root. Empty if the tests do not run as root: then the
 * servers run as the same user.
 */
export function unprivileged() {
  if (process.getuid() !== 0) return {};
  const id = (flag, name) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  for (const name of ['postgres', 'daemon']) {
    try {
      return { uid: id('-u', name), gid: id('-g', name) };
    } catch {
      // The next name.
    }
  }
  throw new Error('the tests run as root, and there is neither a user `postgres` nor a user `daemon`');
}

/**
 * Starts a server, and waits for the line of its log that says that it is ready.
 *
 * `closed` waits until the server and the processes that it has started are gone: they share its error output.
 */
export async function startProgram(program, flags, { user, ready }) {
  const server = spawn(program, flags, {
    ...user,
    stdio: ['ignore', 'ignore', 'pipe'],
    // The messages in English, whatever the language of this machine is.
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  });
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  const closed = once(server, 'close').finally(() => process.off('exit', kill));
  const log = [];
  const lines = createInterface({ input: server.stderr });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    lines.on('line', (line) => {
      log.push(line);
      if (line.includes(ready)) resolve();
    });
    lines.once('close', () => reject(new Error(`${program} did not start:\n${log.join('\n')}`)));
  });
  return { server, closed, log };
}
