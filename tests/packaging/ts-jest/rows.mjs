import { expected } from '../scenario.mjs';

export const title = 'ts-jest';
export const main = 'jest';

async function run(project, file) {
  await project.bin('jest', [file]);
  return expected;
}

export const rows = [
  { name: 'preset `ts-jest`', run: (project) => run(project, 'node.test.ts') },
  { name: 'preset `ts-jest`, jsdom', run: (project) => run(project, 'browser.test.ts') },
];
