export const title = 'esbuild';
export const main = 'esbuild';

/** The policy of the README: scripts of the page's own origin, and WebAssembly. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

export const rows = [
  {
    name: '`--platform=node`, CommonJS',
    quick: true,
    async run(project) {
      await project.bin('esbuild', ['server.mjs', '--bundle', '--platform=node', '--outfile=dist/server.js']);
      return project.runAlone('dist', 'server.js');
    },
  },
  {
    name: '`--platform=node`, CommonJS, from `require`, minified',
    async run(project) {
      const options = ['--bundle', '--minify', '--platform=node', '--outfile=dist/server.js'];
      await project.bin('esbuild', ['server.cjs', ...options]);
      return project.runAlone('dist', 'server.js');
    },
  },
  {
    name: '`--platform=node`, ESM',
    async run(project) {
      const options = ['--bundle', '--platform=node', '--format=esm', '--outfile=dist/server.mjs'];
      await project.bin('esbuild', ['server.mjs', ...options]);
      return project.runAlone('dist', 'server.mjs');
    },
  },
  {
    name: 'browser, IIFE',
    async run(project) {
      await project.bin('esbuild', ['page.js', '--bundle', '--minify', '--outfile=public/page.js']);
      return project.openAlone('public', 'iife.html');
    },
  },
  {
    name: 'browser, ESM',
    async run(project) {
      await project.bin('esbuild', ['page.js', '--bundle', '--format=esm', '--outfile=public/page.js']);
      return project.openAlone('public');
    },
  },
  {
    name: 'browser, ESM with `--splitting`',
    async run(project) {
      await project.bin('esbuild', ['page.js', '--bundle', '--format=esm', '--splitting', '--outdir=public']);
      return project.openAlone('public');
    },
  },
  {
    name: 'browser, strict content security policy',
    needs: "`script-src 'wasm-unsafe-eval'`",
    async run(project) {
      await project.bin('esbuild', ['page.js', '--bundle', '--format=esm', '--splitting', '--outdir=public']);
      return project.openAlone('public', 'index.html', { 'content-security-policy': POLICY });
    },
  },
];
