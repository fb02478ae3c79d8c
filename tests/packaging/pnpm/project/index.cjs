const { createVerifier, explain } = require('hookwright');
const { receiveAll } = require('./scenario.cjs');

console.log(JSON.stringify(receiveAll({ createVerifier, explain })));
