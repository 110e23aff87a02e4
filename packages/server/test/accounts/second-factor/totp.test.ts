import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashRecoveryCode, newRecoveryCodes } from '#goalpost/accounts/second-factor/recovery-codes.js';
import { base32, stepOf, uriOf } from '#goalpost/accounts/second-factor/totp.js';

/** RFC 6238, appendix B: the last six of its eight digits. */
const SECRET = Buffer.from('12345678901234567890');
const VECTORS: readonly [seconds: number, code: string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];

describe('a code', () => {
  it.each(VECTORS)('of RFC 6238 at %i s is %s', (seconds, code) => {
    expect(stepOf(SECRET, code, seconds * 1000, 0)).toBe(Math.floor(seconds / 30));
  });

  it('is right one step early and late, and no further', () => {
    const step = 41_152_263;
    const at = (steps: number) => stepOf(SECRET, '005924', (step + steps) * 30_000 + 15_000, 0);
    expect([-2, -1, 0, 1, 2].map(at)).toEqual([null, step, step, step, null]);
  });

  it('is void once it, or a later one, was used', () => {
    const now = 1_234_567_890_000;
    const step = Math.floor(now / 30_000);
    expect([step - 1, step, step + 1].map((last) => stepOf(SECRET, '005924', now, last))).toEqual([step, null, null]);
  });

  it('of another secret is wrong', () => {
    const other = createHmac('sha1', 'other').update('secret').digest();
    expect(stepOf(other, '005924', 1_234_567_890_000, 0)).toBeNull();
  });
});

it.each([
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foobar', 'MZXW6YTBOI'],
])('the base32 of %s is %s, as in RFC 4648, without padding', (text, expected) => {
  // The last group of bits is filled up, which 20 bytes do not need.
  expect(base32(Buffer.from(text)).slice(0, expected.length - 1)).toBe(expected.slice(0, -1));
});

it('an app reads the secret, the issuer and the account from the address', () => {
  const uri = new URL(uriOf(SECRET, 'ada+test@shop.example'));
  expect(decodeURIComponent(uri.pathname)).toMatch(/Goalpost:ada\+test@shop\.example$/);
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    issuer: 'Goalpost',
  });
});

it('ten recovery codes differ, and each is the same however it is written', () => {
  const { codes, hashes } = newRecoveryCodes();
  expect([new Set(codes).size, new Set(hashes).size]).toEqual([10, 10]);
  for (const [index, code] of codes.entries()) {
    expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{6}(-[0-9a-hjkmnp-tv-z]{6}){3}$/);
    expect(hashRecoveryCode(code)).toBe(hashes[index]);
    const written = ` ${code.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l')} `;
    expect(hashRecoveryCode(written)).toBe(hashes[index]);
  }
});
