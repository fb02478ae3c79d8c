export const title = 'pnpm';
export const main = 'pnpm';

async function install(project) {
  const folder = project.own('app', ['index.mjs', 'index.cjs']);
  const pnpm = project.at('node_modules/@pnpm/exe.linux-x64/pnpm');
  await project.run(pnpm, ['add', '--offline', project.tarball], { folder });
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
