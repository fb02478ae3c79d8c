export const title = 'tsup';
export const main = 'tsup';

async function run(project, folder, file) {
  await project.bin('tsup', []);
  return folder === 'dist' ? project.runNode(`dist/${file}`) : project.runAlone(folder, file);
}

export const rows = [
  { name: 'CommonJS', run: (project) => run(project, 'dist', 'index.js') },
  { name: 'ESM', run: (project) => run(project, 'dist', 'index.mjs') },
  { name: 'CommonJS, `noExternal`', run: (project) => run(project, 'bundled', 'index.js') },
  { name: 'ESM, `noExternal`', run: (project) => run(project, 'bundled', 'index.mjs') },
];
