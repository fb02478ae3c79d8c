export const title = 'webpack';
export const main = 'webpack';

export const rows = [
  {
    name: '`target: web`',
    quick: true,
    async run(project) {
      await project.bin('webpack', ['--config', 'webpack.config.js']);
      return project.openAlone('public');
    },
  },
  {
    name: '`target: node`, from `import`',
    quick: true,
    async run(project) {
      await project.bin('webpack', ['--config', 'webpack.server.js']);
      return project.runAlone('dist', 'import.js');
    },
  },
  {
    name: '`target: node`, from `require`',
    async run(project) {
      await project.bin('webpack', ['--config', 'webpack.server.js']);
      return project.runAlone('dist', 'require.js');
    },
  },
];
