export const title = 'Vite';
export const main = 'vite';

const ADDRESS = ['--host', '127.0.0.1'];

export const rows = [
  {
    name: 'dev',
    quick: ['7'],
    run: (project) => project.serve('vite', ADDRESS, (origin) => project.open(origin)),
  },
  {
    name: 'build and preview',
    async run(project) {
      await project.bin('vite', ['build']);
      return project.serve('vite', ['preview', ...ADDRESS], (origin) => project.open(origin));
    },
  },
  {
    name: 'dev, SSR',
    run: (project) => project.answers(project.node, ['dev-ssr.js'], { env: { NODE_ENV: 'development' } }),
  },
  {
    name: 'build, SSR',
    async run(project) {
      await project.bin('vite', ['build', '--ssr', 'server.js', '--outDir', 'server']);
      return project.answers(project.node, ['run.js', 'server/server.js']);
    },
  },
  {
    name: 'build, SSR, `ssr.noExternal`',
    async run(project) {
      const config = ['--config', 'no-external.config.js'];
      await project.bin('vite', ['build', '--ssr', 'server.js', '--outDir', 'server', ...config]);
      return project.alone('server', (folder) => {
        return project.answers(project.node, [project.at('run.js'), `../alone/${folder.split('/').pop()}/server.js`]);
      });
    },
  },
];
