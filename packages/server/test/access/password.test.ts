import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isCommon } from '#goalpost/access/common-passwords.js';
import { PASSWORDS_WAITING_MAX, Passwords, passwordFaults } from '#goalpost/access/password.js';
import type { ApiError } from '#goalpost/http/errors.js';

const sentencesFor = (password: string, email: string | null = null) =>
  passwordFaults('password', password, email).map(({ sentence }) => sentence);
const COMMON = ['The password field must not be one of the most common passwords.'];
const WORDS = [
  'The password field must have 8 characters beside your e-mail address, its parts and the name of this product.',
];

describe('a common password is refused', () => {
  it.each(['1q2w3e4r5t6y', 'qwerty123456', 'QWERTY123456', 'sonyericsson', '123456654321'])('%s', (password) => {
    expect(sentencesFor(password)).toEqual(COMMON);
  });

  it.each(['correct horse battery staple', '7 flying teapots', 'zxqv-81-marmalade'])('but not %s', (password) => {
    expect(sentencesFor(password)).toEqual([]);
  });

  it('by fingerprints that random passwords do not have', () => {
    const random = Array.from({ length: 20_000 }, (_, index) => `a password that nobody has chosen ${index}`);
    expect(random.filter(isCommon)).toEqual([]);
  });

  it('from a list whose origin and licence the package names', () => {
    const licences = readFileSync(new URL(import.meta.resolve('#goalpost/third-party-licences.txt')), 'utf8');
    expect(licences).toContain('SecLists, list of common passwords (MIT)');
    expect(licences).toContain('Copyright (c) 2018 Daniel Miessler');
  });
});

describe('a password of words of its context', () => {
  const EMAIL = 'Ada.Lovelace@shop-of-ada.example';
  it.each([
    'ada.lovelace@shop-of-ada.example',
    'lovelace1234',
    'ADALOVELACE1815',
    'lovelace lovelace',
    'goalpost2026',
    'GoalPost.Ada1!',
  ])('is refused: %s', (password) => {
    expect(sentencesFor(password, EMAIL)).toEqual(WORDS);
  });

  it.each(['lovelace and 8 others', 'notes of 1843 by menabrea'])(
    'is accepted with enough beside them: %s',
    (password) => {
      expect(sentencesFor(password, EMAIL)).toEqual([]);
    },
  );

  it('has no words of an address where there is none', () => {
    expect([sentencesFor('goalpost2026'), sentencesFor('lovelace1234')]).toEqual([WORDS, []]);
  });
});

describe('passwords wait for their turn', () => {
  it('known people before strangers, and in the place of the last one when all are taken', async () => {
    const passwords = new Passwords();
    const ended: string[] = [];
    const tryOne = (who: string, isKnown: boolean) =>
      passwords.isRight(who, null, isKnown).then(
        () => ended.push(who),
        (error) => ended.push(`${who}: ${(error as ApiError).statusCode}`),
      );
    const strangers = Array.from({ length: PASSWORDS_WAITING_MAX + 2 }, (_, index) =>
      tryOne(`stranger ${index}`, false),
    );
    const known = [tryOne('ada', true), tryOne('bob', true)];
    await Promise.all([...strangers, ...known]);
    const waited = Array.from({ length: PASSWORDS_WAITING_MAX - 2 }, (_, index) => `stranger ${index + 1}`);
    const refused = ended.filter((one) => one.endsWith(': 429'));
    expect(refused.sort()).toEqual(['stranger 10: 429', 'stranger 11: 429', 'stranger 9: 429']);
    expect(ended.filter((one) => !refused.includes(one))).toEqual(['stranger 0', 'ada', 'bob', ...waited]);
  });

  it('and ten known people are too many for another one, as ten strangers are', async () => {
    const passwords = new Passwords();
    const statusOf = (isKnown: boolean) =>
      passwords.isRight('x', null, isKnown).then(
        () => 200,
        (error) => (error as ApiError).statusCode,
      );
    const statuses = await Promise.all(Array.from({ length: PASSWORDS_WAITING_MAX + 2 }, () => statusOf(true)));
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect(() => passwords.requireRoom(false)).not.toThrow();
  });
});
