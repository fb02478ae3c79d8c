import { createVerifier, explain, initExplain } from 'hookwright';
import { receiveAll } from './scenario.mjs';

async function main() {
  await initExplain();
  document.body.textContent = JSON.stringify(receiveAll({ createVerifier, explain }));
}
main();
