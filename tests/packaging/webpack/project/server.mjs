import { createVerifier, explain } from 'hookwright';
import { receiveAll } from './scenario.mjs';

console.log(JSON.stringify(receiveAll({ createVerifier, explain })));
