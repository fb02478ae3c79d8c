import resolve from '@rollup/plugin-node-resolve';

export default [
  { input: 'server.js', output: { file: 'dist/server.mjs', format: 'esm' }, plugins: [resolve()] },
  { input: 'server.js', output: { file: 'dist/server.cjs', format: 'cjs' }, plugins: [resolve()] },
  { input: 'page.js', output: { dir: 'public', format: 'esm' }, plugins: [resolve({ browser: true })] },
];
