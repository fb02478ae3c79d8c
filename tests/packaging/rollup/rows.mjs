export const title = 'Rollup';
export const main = 'rollup';

function build(project) {
  return project.bin('rollup', ['--config', 'rollup.config.js']);
}

export const rows = [
  {
    name: 'Node.js, ESM',
    async run(project) {
      await build(project);
      return project.runAlone('dist', 'server.mjs');
    },
  },
  {
    name: 'Node.js, CommonJS',
    async run(project) {
      await build(project);
      return project.runAlone('dist', 'server.cjs');
    },
  },
  {
    name: 'browser',
    async run(project) {
      await build(project);
      return project.openAlone('public');
    },
  },
];
