const { createVerifier, explain } = require('hookwright');
const { expected, receiveAll } = require('./scenario.cjs');

test('receives deliveries', () => {
  expect(receiveAll({ createVerifier, explain })).toEqual(expected);
});
