// @vitest-environment jsdom
import { createVerifier, explain, init } from 'hookwright';
import { beforeAll, expect, test } from 'vitest';
import { expected, receiveAll } from './scenario.mjs';

beforeAll(() => init());

test('receives deliveries', () => {
  expect(receiveAll({ createVerifier, explain })).toEqual(expected);
});
