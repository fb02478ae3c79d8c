export const title = 'Bun';
export const main = '@oven/bun-linux-x64';
export const runtime = 'own';

const BUN = 'node_modules/@oven/bun-linux-x64/bin/bun';

function bun(project, args) {
  return project.answers(project.at(BUN), args);
}

export const rows = [
  { name: '`import`', quick: true, run: (project) => bun(project, ['index.mjs']) },
  { name: '`require`', quick: true, run: (project) => bun(project, ['index.cjs']) },
  {
    name: '`build --target=bun`',
    quick: true,
    async run(project) {
      await project.run(project.at(BUN), ['build', 'index.mjs', '--target=bun', '--outfile=dist/index.js']);
      return project.alone('dist', (folder) => project.answers(project.at(BUN), ['index.js'], { folder }));
    },
  },
  {
    name: '`build --target=node`',
    async run(project) {
      await project.run(project.at(BUN), ['build', 'index.mjs', '--target=node', '--outfile=dist/index.mjs']);
      return project.runAlone('dist', 'index.mjs');
    },
  },
  {
    name: '`build --target=node`, from `require`',
    async run(project) {
      await project.run(project.at(BUN), ['build', 'index.cjs', '--target=node', '--outfile=dist/index.mjs']);
      return project.runAlone('dist', 'index.mjs');
    },
  },
  {
    name: '`build --compile`',
    async run(project) {
      await project.run(project.at(BUN), ['build', 'index.mjs', '--compile', '--outfile=dist/receiver']);
      return project.alone('dist', (folder) => project.answers(`${folder}/receiver`, [], { folder }));
    },
  },
];
