import { runWorker } from '../harness/workers.mjs';

export const title = 'workerd';
export const main = 'workerd';
export const runtime = 'own';

export const rows = [
  {
    name: 'bundled by esbuild with the condition `workerd`',
    quick: true,
    async run(project) {
      const options = ['--bundle', '--format=esm', '--conditions=workerd', '--loader:.wasm=copy', '--outdir=dist'];
      await project.bin('esbuild', ['worker.js', ...options]);
      return runWorker(project, 'dist', 'worker.js');
    },
  },
];
