import { expect, it } from 'vitest';
import { trustIn } from '#goalpost/access/trusted-proxies.js';

it('trusts the addresses and ranges it is given, and says so each time', () => {
  const isTrusted = trustIn(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  const asked = [
    '127.0.0.1',
    '127.0.0.2',
    '10.9.8.7',
    '11.0.0.1',
    'fd00::1',
    '2001:db8::1',
    '::ffff:10.0.0.1',
    'unknown',
  ];
  const expected = [true, false, true, false, true, false, true, false];
  expect(asked.map(isTrusted)).toEqual(expected);
  expect(asked.map(isTrusted)).toEqual(expected);
});
