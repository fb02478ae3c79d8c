import assert from 'node:assert/strict';

import { expected } from '../scenario.mjs';

export const title = 'TypeScript';
export const main = 'typescript';

function compile(project, config, options = []) {
  return project.bin('tsc', ['-p', `tsconfig.${config}.json`, ...options]);
}

/** `import` and `require` in one project. */
function both(module) {
  return async (project) => {
    await compile(project, module);
    assert.deepEqual(await project.runNode('receiver.cjs'), expected);
    return project.runNode('receiver.mjs');
  };
}

export const rows = [
  { name: '`module: node16`', quick: ['5.0', '7'], run: both('node16') },
  { name: '`module: nodenext`', quick: ['7'], run: both('nodenext') },
  {
    name: '`moduleResolution: bundler`',
    quick: ['7'],
    async run(project) {
      // The bundlers' own rows run their output.
      await compile(project, 'bundler');
      return expected;
    },
  },
  {
    name: '`module: commonjs`',
    versions: ['6', '7'],
    quick: ['7'],
    async run(project) {
      await compile(project, 'commonjs');
      return project.runNode('commonjs.js');
    },
  },
  {
    name: '`module: commonjs`, `moduleResolution: node10`',
    versions: ['5.0', '5.4', '5.9', '6'],
    quick: ['5.0'],
    async run(project, version) {
      await compile(project, 'node10', version === '6' ? ['--ignoreDeprecations', '6.0'] : []);
      return project.runNode('commonjs.js');
    },
  },
];
