import { expected } from '../scenario.mjs';

export const title = 'Jest';
export const main = 'jest';

export const rows = [
  {
    name: 'default configuration',
    quick: ['29'],
    async run(project) {
      await project.bin('jest', []);
      return expected;
    },
  },
];
