import { createVerifier, explain, init } from 'hookwright';
import { receiveAll } from './scenario.mjs';

async function main() {
  await init();
  document.body.textContent = JSON.stringify(receiveAll({ createVerifier, explain }));
}
main();
