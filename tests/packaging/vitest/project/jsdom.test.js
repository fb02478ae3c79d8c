// @vitest-environment jsdom
import { createVerifier, explain, initExplain } from 'hookwright';
import { beforeAll, expect, test } from 'vitest';
import { expected, receiveAll } from './scenario.mjs';

beforeAll(() => initExplain());

test('receives deliveries', () => {
  expect(receiveAll({ createVerifier, explain })).toEqual(expected);
});
