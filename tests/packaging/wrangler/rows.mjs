import { runWorker } from '../harness/workers.mjs';

export const title = 'Wrangler';
export const main = 'wrangler';

export const rows = [
  {
    name: '`deploy --dry-run`, in workerd',
    async run(project) {
      await project.bin('wrangler', ['deploy', '--dry-run', '--outdir', 'dist']);
      return runWorker(project, 'dist', 'worker.js');
    },
  },
];
