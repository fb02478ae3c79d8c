export const title = 'pnpm';
export const main = 'pnpm';

async function install(project) {
  await project.own('app', ['index.mjs', 'index.cjs']);
  await project.bin('pnpm', ['--dir', 'app', 'add', '--offline', project.tarball]);
}

export const rows = [
  {
    name: '`import`',
    async run(project) {
      await install(project);
      return project.runNode('index.mjs', { folder: project.at('app') });
    },
  },
  {
    name: '`require`',
    async run(project) {
      await install(project);
      return project.runNode('index.cjs', { folder: project.at('app') });
    },
  },
];
