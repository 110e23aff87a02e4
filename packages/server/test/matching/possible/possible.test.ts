import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseEvent } from '#goalpost/collect/event/parse-event.js';
import { parseGoal } from '#goalpost/goals/definition.js';
import { ruleWarnings } from '#goalpost/goals/possible-rule.js';
import { compileRule } from '#goalpost/matching/match.js';
import { chainFor } from '#goalpost/matching/possible/selector.js';
import { textFor } from '#goalpost/matching/possible/text-rule.js';
import type { Compared } from '#goalpost/matching/possible/texts.js';
import type { Event } from '#goalpost/model/event.js';
import { TEXT_MATCHES, type TextRule, type TypedRule, URL_PARTS } from '#goalpost/model/goal.js';
import { urlParts } from '#goalpost/model/url-parts.js';

const RUNS = 500;
const AT = '2026-01-03T10:00:00Z';

const pieces = [
  '/',
  'a',
  'thanks',
  'https://',
  'shop.example',
  'bücher.example',
  'Shop',
  '?',
  'x=1',
  '#',
  '%2f',
  '%',
  '..',
  '.',
  ' ',
  'ü',
];
const special = [
  '*',
  '**',
  '{',
  '"',
  '\\',
  '@',
  ':',
  '443',
  '|',
  '^',
  '$',
  '.*',
  '[^/]',
  '\\d+',
  '(?i)',
  '\\b',
  '(?:a|/b)',
];
const pattern = fc
  .array(fc.constantFrom(...pieces, ...pieces, ...special), { minLength: 1, maxLength: 6 })
  .map((each) => each.join(''));
const textRule: fc.Arbitrary<TextRule> = fc.record({ match: fc.constantFrom(...TEXT_MATCHES), pattern });
const urlRule = fc.tuple(textRule, fc.constantFrom(...URL_PARTS)).map(([rule, on]) => ({ ...rule, on }));

const name = fc.constantFrom('a', 'b', 'A');
const attribute = fc
  .tuple(
    fc.constantFrom('data-a', 'href', 'id', 'class', 'rel'),
    fc.constantFrom('', '=', '^=', '$=', '*=', '~=', '|='),
  )
  .chain(([key, compare]) =>
    fc.constantFrom('a', 'b', 'a b', '').map((value) => (compare === '' ? `[${key}]` : `[${key}${compare}"${value}"]`)),
  );
const { selector } = fc.letrec<{ compound: string; complex: string; selector: string }>((tie) => ({
  compound: fc
    .tuple(
      fc.option(name, { nil: '*' }),
      fc.array(
        fc.oneof(
          { maxDepth: 2 },
          name.map((one) => `.${one}`),
          name.map((one) => `#${one}`),
          attribute,
          tie('selector').map((one) => `:not(${one})`),
          tie('selector').map((one) => `:is(${one})`),
        ),
        { maxLength: 3 },
      ),
    )
    .map(([tag, others]) => tag + others.join('')),
  complex: fc
    .tuple(tie('compound'), fc.array(fc.tuple(fc.constantFrom(' ', ' > '), tie('compound')), { maxLength: 2 }))
    .map(([first, others]) => first + others.flat().join('')),
  selector: fc.array(tie('complex'), { minLength: 1, maxLength: 2 }).map((each) => each.join(', ')),
}));

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).filter((one) => /\S/.test(one));
const clickRule = fc
  .record({ selector, text, href: textRule }, { requiredKeys: [] })
  .filter((rule) => Object.keys(rule).length > 0);
const eventRule = fc.record({
  name: fc.oneof(fc.constantFrom('$form', '$other', 'https://ada@shop.example/'), text),
  properties: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 80 }),
    fc.oneof(fc.string({ maxLength: 300 }), fc.integer(), fc.boolean(), fc.constant(null)),
    { maxKeys: 3 },
  ),
});

const rule = fc.oneof(
  urlRule.map((one) => ({ type: 'url', rule: one }) as const),
  clickRule.map((one) => ({ type: 'click', rule: one }) as const),
  eventRule.map((one) => ({ type: 'event', rule: one }) as const),
);

/** An event as a producer would send it that meets the rule. */
function lineFor({ type, rule: of }: TypedRule): object {
  switch (type) {
    case 'url':
      return { type: 'visit', url: found(textFor(of)) };
    case 'click':
      return {
        type: 'click',
        text: of.text ?? null,
        href: of.href ? found(textFor({ ...of.href, on: 'target' })) : null,
        element: of.selector === undefined ? [] : found(chainFor(of.selector)),
      };
    case 'event':
      return { type: 'event', ...of };
  }
}

function found<Found>(search: { readonly found: Found } | object | string): Found {
  if (typeof search === 'object' && 'found' in search) return search.found as Found;
  throw new Error(`nothing found: ${JSON.stringify(search)}`);
}

it('whatever is accepted without a warning, some event matches it', () => {
  const accepted = { url: 0, click: 0, event: 0 };
  fc.assert(
    fc.property(rule, (typed) => {
      const parsed = parseGoal({ key: 'goal', name: 'Goal', ...typed });
      if (!parsed.ok || ruleWarnings(parsed.goal).some(({ sentence }) => sentence.includes('may match nothing')))
        return;
      const line = { session_id: 's1', id: 'e1', at: AT, ...lineFor(parsed.goal) };
      const event = parseEvent(line);
      expect(event).toMatchObject({ ok: true });
      expect(event.ok && compileRule(parsed.goal)(event.event as Event)).toBe(true);
      accepted[typed.type]++;
    }),
    { numRuns: RUNS },
  );
  for (const count of Object.values(accepted)) expect(count).toBeGreaterThan(RUNS / 30);
});

const address = fc
  .tuple(
    fc.constantFrom(
      '',
      'https://shop.example',
      'HTTP://Ü.example:8080',
      'http://1.2.3',
      'https://[::1]',
      'http://a_b:80',
    ),
    fc.array(
      fc.oneof(
        fc.constantFrom(
          '/',
          '/',
          '..',
          '%2e',
          '%2f',
          '%',
          '\\',
          '?',
          '#',
          'a',
          '@',
          ':',
          '//',
          '&',
          '443',
          "'",
          '^',
          '|',
        ),
        fc.string({
          unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
          maxLength: 3,
        }),
        fc.string({ unit: 'grapheme', maxLength: 2 }).filter((one) => /^\S*$/.test(one)),
      ),
      { maxLength: 12 },
    ),
  )
  .map(([origin, rest]) => `${origin}/${rest.join('')}`);

/** A part of a text, from one position to another. */
function slice(whole: string, from: number, until: number): string {
  const [start, end] = [from % whole.length, until % whole.length].sort((a, b) => a - b);
  return whole.slice(start, end! + 1);
}

it('whatever is a part of a stored address is accepted', () => {
  fc.assert(
    fc.property(address, fc.constantFrom(...URL_PARTS), fc.nat(), fc.nat(), (url, on, from, until) => {
      const line = parseEvent({ session_id: 's1', id: 'e1', type: 'visit', at: AT, url });
      if (!line.ok || line.event.type !== 'visit') return;
      const whole = urlParts(line.event.url)![on];
      const part = slice(whole, from, until);
      const rules: TextRule[] = [
        { match: 'equals', pattern: whole },
        { match: 'prefix', pattern: whole.slice(0, part.length) },
        { match: 'contains', pattern: part },
      ];
      for (const one of rules)
        expect({ url, one, search: textFor({ ...one, on }) }).not.toMatchObject({ search: 'none' });
    }),
    { numRuns: RUNS },
  );
});

const label = fc.oneof(
  fc.constantFrom('shop', 'xn--p1ai', 'bücher', 'BÜCHER', 'Straße', '日本語', 'пример', 'παράδειγμα', 'ا', '👒'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
);
const readableUrl = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom('', ':8443'), fc.constantFrom('/', '/ü/a'))
  .map(([labels, port, path]) => `https://${labels.join('.')}.example${port}${path}`)
  .filter((url) => /^https:\/\/(?=[^/]*[^\0-\x7f])(?:[\w.:-]|[^\0-\x7f])+\//.test(url));

it('a rule with a host beyond ASCII, as people read it, matches the pages of that host and keeps its text', () => {
  let matched = 0;
  fc.assert(
    fc.property(readableUrl, fc.constantFrom('equals', 'prefix', 'glob', 'contains'), (url, match) => {
      const line = parseEvent({ session_id: 's1', id: 'e1', type: 'visit', at: AT, url });
      if (!line.ok || new URL(url).host === url.split('/')[2]) return;
      const parsed = parseGoal({ key: 'g', name: 'G', type: 'url', rule: { match, pattern: url, on: 'url' } });
      expect(parsed).toMatchObject({ ok: true, goal: { rule: { pattern: url } } });
      expect(parsed.ok && compileRule(parsed.goal)(line.event as Event)).toBe(true);
      matched++;
    }),
    { numRuns: RUNS / 4 },
  );
  expect(matched).toBeGreaterThan(RUNS / 10);
});

it('whatever is the target of a click is accepted', () => {
  const relative = fc.array(fc.constantFrom('a', ':', '/', '#', '?', '.', 'ü', ' ', '%2f', '@', 'mailto:', 'tel:+1'));
  const target = fc.oneof(
    address,
    relative.map((each) => each.join('')).filter((one) => one !== ''),
  );
  fc.assert(
    fc.property(target, (href) => {
      const line = parseEvent({ session_id: 's1', id: 'e1', type: 'click', at: AT, href, element: [] });
      if (!line.ok || line.event.type !== 'click') return;
      const one: TypedRule = { type: 'click', rule: { href: { match: 'equals', pattern: line.event.href! } } };
      if (!compileRule(one)(line.event as Event)) return;
      const on: Compared = 'target';
      expect({ href, search: textFor({ ...one.rule.href!, on }) }).not.toMatchObject({ search: 'none' });
    }),
    { numRuns: RUNS },
  );
});
