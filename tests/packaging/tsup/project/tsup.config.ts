import { defineConfig } from 'tsup';

export default defineConfig([
  { entry: ['index.ts'], format: ['cjs', 'esm'] },
  { entry: ['index.ts'], format: ['cjs', 'esm'], outDir: 'bundled', noExternal: ['hookwright'] },
]);
