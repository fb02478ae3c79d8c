import { send } from '../harness/project.mjs';
import { runWorker } from '../harness/workers.mjs';

export const title = 'Cloudflare Vite plugin';
export const main = '@cloudflare/vite-plugin';

export const rows = [
  {
    name: 'dev',
    run: (project) => project.serve('vite', ['--host', '127.0.0.1'], (origin) => send(`${origin}/`)),
  },
  {
    name: 'build, in workerd',
    async run(project) {
      await project.bin('vite', ['build']);
      return runWorker(project, 'dist/receiver', 'index.js');
    },
  },
];
