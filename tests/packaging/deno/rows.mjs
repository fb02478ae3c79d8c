import { cpSync, mkdirSync } from 'node:fs';

export const title = 'Deno';
export const main = 'deno';
export const runtime = 'own';

const DENO = 'node_modules/@deno/linux-x64-glibc/deno';

/** Puts esbuild where Deno stores it when it has downloaded it. */
function provideEsbuild(project, cache) {
  const folder = `${cache}/dl/esbuild-0.25.5-1`;
  mkdirSync(folder, { recursive: true });
  cpSync(project.at('node_modules/@esbuild/linux-x64/bin/esbuild'), `${folder}/esbuild-linux-x64`);
}

export const rows = [
  {
    name: '`run` without permissions',
    quick: true,
    run: (project) => project.answers(project.at(DENO), ['run', '--no-prompt', 'index.mjs']),
  },
  {
    name: '`bundle`',
    async run(project) {
      const env = { DENO_DIR: project.at('node_modules/.deno') };
      provideEsbuild(project, env.DENO_DIR);
      await project.run(project.at(DENO), ['bundle', '--output', 'dist/index.js', 'index.mjs'], { env });
      return project.alone('dist', (folder) => {
        return project.answers(project.at(DENO), ['run', '--no-prompt', 'index.js'], { folder });
      });
    },
  },
];
