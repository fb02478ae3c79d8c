export const title = 'ncc';
export const main = '@vercel/ncc';

export const rows = [
  {
    name: 'CommonJS',
    async run(project) {
      await project.bin('ncc', ['build', 'index.cjs', '-o', 'dist']);
      return project.runAlone('dist', 'index.cjs');
    },
  },
  {
    name: 'ESM',
    async run(project) {
      await project.bin('ncc', ['build', 'index.mjs', '-o', 'dist']);
      return project.runAlone('dist', 'index.mjs');
    },
  },
];
