export const title = 'Deno';
export const main = 'deno';
export const runtime = 'own';

const DENO = 'node_modules/@deno/linux-x64-glibc/deno';

export const rows = [
  {
    name: '`run` without permissions',
    quick: true,
    run: (project) => project.answers(project.at(DENO), ['run', '--no-prompt', 'index.mjs']),
  },
  {
    name: '`bundle`',
    async run(project) {
      await project.run(project.at(DENO), ['bundle', '--output', 'dist/index.js', 'index.mjs']);
      return project.alone('dist', (folder) => {
        return project.answers(project.at(DENO), ['run', '--no-prompt', 'index.js'], { folder });
      });
    },
  },
];
