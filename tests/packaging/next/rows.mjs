import { send } from '../harness/project.mjs';

export const title = 'Next.js';
export const main = 'next';
/** Its builds take longest, so they start first. */
export const isSlow = true;

/** The bundlers of `next build`, with the option that selects each, by major version. */
const BUNDLERS = [
  { name: 'webpack', options: { 14: [], 15: [], 16: ['--webpack'] } },
  { name: 'Turbopack', options: { 15: ['--turbopack'], 16: [] } },
];

const HOSTS = [
  { name: 'node runtime', use: (_, origin) => send(`${origin}/node`) },
  { name: 'edge runtime', use: (_, origin) => send(`${origin}/edge`) },
  { name: 'client component', use: (project, origin) => project.open(origin) },
];

/** One build serves all hosts of a bundler. */
async function build(project, options) {
  if (project.built === options) return;
  await project.bin('next', ['build', ...options]);
  project.built = options;
}

export const rows = BUNDLERS.flatMap((bundler) =>
  HOSTS.map((host) => ({
    name: `${bundler.name}, ${host.name}`,
    quick: bundler.name === 'webpack' && ['15'],
    versions: Object.keys(bundler.options),
    async run(project, version) {
      await build(project, bundler.options[version]);
      const options = ['start', '--hostname', '127.0.0.1', '--port', '0'];
      return project.serve('next', options, (origin) => host.use(project, origin), {
        ready: /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)[\s\S]*Ready in/,
      });
    },
  })),
);
