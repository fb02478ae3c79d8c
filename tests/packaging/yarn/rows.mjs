export const title = 'Yarn';
export const main = '@yarnpkg/cli-dist';

async function run(project, file) {
  const folder = project.own('app', ['index.mjs', 'index.cjs', 'yarn.lock']);
  const yarn = project.at('node_modules/@yarnpkg/cli-dist/bin/yarn.js');
  await project.run(project.node, [yarn, 'add', `hookwright@file:${project.tarball}`], { folder });
  return project.answers(project.node, [yarn, 'node', file], { folder });
}

export const rows = [
  { name: 'Plug’n’Play, `import`', run: (project) => run(project, 'index.mjs') },
  { name: 'Plug’n’Play, `require`', run: (project) => run(project, 'index.cjs') },
];
