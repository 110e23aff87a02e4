import fc from 'fast-check';
import { RE2Set } from 're2js';
import { expect, it } from 'vitest';
import { automatonOf, fitsMemory } from '#goalpost/matching/automaton.js';
import { acceptTextRule, compileTextRule } from '#goalpost/matching/text-rule.js';
import type { TextMatch } from '#goalpost/model/goal.js';

const RUNS = 400;

function holds(match: TextMatch, pattern: string, text: string): boolean {
  const compiled = compileTextRule({ match, pattern });
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.test(text);
}

it.each([
  ['(a+)+$', `${'a'.repeat(20_000)}b`, false],
  ['^(a+)+$', 'a'.repeat(20_000), true],
  ['(a|aa)+b$', 'a'.repeat(20_000), false],
  ['^(a?){150}a{150}$', 'a'.repeat(150), true],
  ['(.*)*x', 'y'.repeat(20_000), false],
  ['([a-z]+)*=$', 'a'.repeat(20_000), false],
])('the regex %s finishes on a long text', (pattern, text, expected) => {
  expect(holds('regex', pattern, text)).toBe(expected);
});

it('a glob with many stars finishes on a long text', () => {
  expect(holds('glob', `${'*a'.repeat(300)}b`, 'a'.repeat(5000))).toBe(false);
  expect(holds('glob', `${'**a'.repeat(300)}b`, 'a/'.repeat(5000))).toBe(false);
});

/** Tries every length a star could stand for. */
function globHolds(glob: string, text: string): boolean {
  if (glob === '') return text === '';
  const stars = /^\*+/.exec(glob)?.[0].length ?? 0;
  if (stars === 0) return text.startsWith(glob.charAt(0)) && globHolds(glob.slice(1), text.slice(1));
  const lengths = Array.from({ length: text.length + 1 }, (_, length) => length);
  return lengths.some((length) => {
    const covered = text.slice(0, length);
    return (stars > 1 || !covered.includes('/')) && globHolds(glob.slice(stars), text.slice(length));
  });
}

it('a glob gives the same result as trying every length for each star', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', '/', '*', '*', '?'), minLength: 1, maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', '/', '?'), maxLength: 10 });
  let matched = 0;
  fc.assert(
    fc.property(glob, text, (pattern, path) => {
      const expected = globHolds(pattern, path);
      matched += Number(expected);
      expect(holds('glob', pattern, path)).toBe(expected);
    }),
    { numRuns: RUNS },
  );
  expect(matched).toBeGreaterThan(RUNS / 40);
});

it('literal patterns match the path of a URL made from them', () => {
  const segment = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => !/[?#\\{}^`|*\p{Cc}]|^\.+$/u.test(text));
  fc.assert(
    fc.property(segment, (text) => {
      const { pathname } = new URL(`https://shop.example/x${text}x`);
      const pattern = `/x${text}x`;
      const found = (['equals', 'prefix', 'contains', 'glob'] as const).map((match) => {
        return holds(
          match,
          pattern,
          pathname.replace(/%[0-9a-f]{2}/gi, (digits) => digits.toUpperCase()),
        );
      });
      expect(found).toEqual([true, true, true, true]);
    }),
  );
});

it('never throws, whatever the pattern and the text', () => {
  const pieces = fc.constantFrom(
    ...[
      'a',
      '(',
      '(?:',
      '(?i',
      '(?P<n>',
      ')',
      '[',
      '[^',
      ']',
      '-',
      '*',
      '+',
      '?',
      '{2}',
      '{9,99}',
      '{',
      '|',
      '^',
      '$',
      '.',
      '\\',
      '\\d',
      '\\pL',
      '\\Q',
      '\ud800',
      '🛒',
    ],
  );
  const pattern = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc.array(pieces, { minLength: 1 }).map((each) => each.join('')),
  );
  const match = fc.constantFrom<TextMatch>('regex', 'regex', 'glob', 'equals', 'prefix', 'contains');
  fc.assert(
    fc.property(match, pattern, fc.string({ unit: 'binary' }), (kind, text, on) => {
      const compiled = compileTextRule({ match: kind, pattern: text });
      expect(typeof (compiled.ok ? compiled.test(on) : compiled.reason)).toBe(compiled.ok ? 'boolean' : 'string');
    }),
    { numRuns: RUNS },
  );
});

it.each([
  '('.repeat(1024),
  `${'('.repeat(512)}${')'.repeat(512)}`,
  '\\pL{1000}'.repeat(113),
  '(a{10}){100}'.repeat(85),
])('finishes for the longest and most expensive patterns (%.20s…)', (pattern) => {
  expect(compileTextRule({ match: 'regex', pattern })).toEqual({ ok: false, reason: expect.any(String) });
});

it.each<[TextMatch, string]>([
  ['regex', '(?i)thanks'],
  ['regex', '^/(?:en|de)/orders/[0-9a-f-]{36}/.{1,100}$'],
  ['regex', 'utm_source=(?:google|bing).*utm_campaign=.*sale'],
  ['regex', '\\bcheckout\\b.*\\d{4}-\\d{2}-\\d{2}'],
  ['regex', '^/\\pL+/\\d+$'],
  ['glob', '**/orders/*/items/*/done*'],
  ['glob', `/${'**a'.repeat(50)}`],
])('accepts a %s whose automaton stays small: %s', (match, pattern) => {
  expect(acceptTextRule({ match, pattern }).ok).toBe(true);
});

it.each<[TextMatch, string]>([
  ['regex', '(?:a|b)*a(?:a|b){300}c'],
  ['regex', 'a.{400}c'],
  ['regex', '(?:a.*b.*){100}c'],
  ['regex', '(?:\\pL\\d){100}'],
  ['glob', `**/*a*/${'*/'.repeat(20)}`],
  ['glob', '*ab'.repeat(300)],
])('refuses a %s whose automaton outgrows its memory: %.40s', (match, pattern) => {
  const reason = expect.stringMatching(/^a (glob|regular expression) .*fewer ways to match a text: /);
  expect(acceptTextRule({ match, pattern })).toEqual({ ok: false, reason });
});

it('an accepted automaton never outgrows its memory, whatever the texts', () => {
  const pieces = fc.constantFrom(
    'a',
    'b',
    '[ab]',
    '.',
    '/',
    '(?:a|b/)',
    '.*',
    '[^/]*',
    'a?',
    '.{3}',
    'b{2,9}',
    '^',
    '$',
  );
  const pattern = fc.array(pieces, { minLength: 1, maxLength: 12 }).map((each) => each.join(''));
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '/', 'c'), maxLength: 400 }), { maxLength: 20 });
  let accepted = 0;
  fc.assert(
    fc.property(pattern, texts, (source, all) => {
      const automaton = automatonOf(source, RE2Set.UNANCHORED);
      const fits = fitsMemory(automaton);
      const { stateCount } = automaton.dfa;
      for (const text of all) automaton.match(text);
      accepted += Number(fits);
      if (fits) expect(automaton.dfa.stateCount).toBe(stateCount);
    }),
    { numRuns: RUNS },
  );
  expect(accepted).toBeGreaterThan(RUNS / 2);
});
