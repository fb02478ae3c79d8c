import { expected } from '../scenario.mjs';

export const title = 'Vitest';
export const main = 'vitest';

async function run(project, file) {
  await project.bin('vitest', ['run', file]);
  return expected;
}

export const rows = [
  { name: 'node', run: (project) => run(project, 'node.test.js') },
  { name: 'jsdom', run: (project) => run(project, 'jsdom.test.js') },
  { name: 'happy-dom', run: (project) => run(project, 'happy-dom.test.js') },
];
