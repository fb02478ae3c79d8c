import { readFileSync } from 'node:fs';

export const title = 'Chromium';

export const rows = [
  {
    name: 'import map',
    run: (project) => project.openFolder(),
  },
];
