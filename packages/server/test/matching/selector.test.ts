import { parse } from 'css-what';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileSelector, SELECTOR_PARTS_MAX } from '#goalpost/matching/selector.js';
import { countParts } from '#goalpost/matching/selector-parts.js';
import type { ChainElement } from '#goalpost/model/event.js';

const RUNS = 400;

/** A small grammar of selectors, each with a slow reference implementation. */
interface Simple {
  readonly text: string;
  holds(element: ChainElement): boolean;
}
interface Compound {
  readonly simples: readonly Simple[];
  readonly not: Complex | null;
}
interface Complex {
  readonly first: Compound;
  readonly rest: readonly (readonly [' ' | ' > ', Compound])[];
}

const tag = fc.constantFrom('a', 'b');
const word = fc.constantFrom('x', 'y');
const simple: fc.Arbitrary<Simple> = fc.oneof(
  word.map((name) => ({ text: `.${name}`, holds: ({ classes }: ChainElement) => classes?.includes(name) ?? false })),
  word.map((name) => ({ text: `#${name}`, holds: ({ id }: ChainElement) => id === name })),
  word.map((name) => ({
    text: `[${name}]`,
    holds: ({ attributes }: ChainElement) => attributes?.[name] !== undefined,
  })),
  fc.tuple(word, word).map(([name, value]) => ({
    text: `[${name}^="${value}"]`,
    holds: ({ attributes }: ChainElement) => attributes?.[name]?.startsWith(value) ?? false,
  })),
);
const leading: fc.Arbitrary<Simple> = fc.oneof(
  tag.map((name) => ({ text: name, holds: (element: ChainElement) => element.tag === name })),
  fc.constant({ text: '*', holds: () => true }),
);

const { complex } = fc.letrec<{ compound: Compound; complex: Complex }>((tie) => ({
  compound: fc.record({
    simples: fc.tuple(leading, fc.array(simple, { maxLength: 1 })).map(([first, others]) => [first, ...others]),
    not: fc.option(tie('complex'), { depthSize: 'small', maxDepth: 2 }),
  }),
  complex: fc.record({
    first: tie('compound'),
    rest: fc.array(fc.tuple(fc.constantFrom(' ' as const, ' > ' as const), tie('compound')), { maxLength: 3 }),
  }),
}));

const element: fc.Arbitrary<ChainElement> = fc.record(
  {
    tag,
    id: word,
    classes: fc.uniqueArray(word, { maxLength: 2 }),
    attributes: fc.dictionary(word, fc.constantFrom('x', 'yx'), { maxKeys: 2 }),
  },
  { requiredKeys: ['tag'] },
);
const chain = fc.array(element, { maxLength: 8 });

function textOf({ first, rest }: Complex): string {
  return compoundText(first) + rest.map(([combinator, compound]) => combinator + compoundText(compound)).join('');
}

function compoundText({ simples, not }: Compound): string {
  return simples.map(({ text }) => text).join('') + (not === null ? '' : `:not(${textOf(not)})`);
}

/** Tries every placement of the compounds on the chain. */
function matches({ first, rest }: Complex, elements: readonly ChainElement[], index: number): boolean {
  const last = rest.at(-1);
  if (last === undefined) return compoundHolds(first, elements, index);
  const [combinator, compound] = last;
  if (!compoundHolds(compound, elements, index)) return false;
  const outer = combinator === ' > ' ? [index + 1] : elements.map((_, other) => other).filter((other) => other > index);
  return outer.some((other) => other < elements.length && matches({ first, rest: rest.slice(0, -1) }, elements, other));
}

function compoundHolds({ simples, not }: Compound, elements: readonly ChainElement[], index: number): boolean {
  return simples.every((each) => each.holds(elements[index]!)) && (not === null || !matches(not, elements, index));
}

function isWithinLimits(selector: string): boolean {
  return selector.length <= 512 && countParts(parse(selector)) <= SELECTOR_PARTS_MAX;
}

function holds(selector: string, elements: readonly ChainElement[]): boolean {
  const compiled = compileSelector(selector);
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.test(elements);
}

it('gives the same result as trying every element in every role', () => {
  let matched = 0;
  fc.assert(
    fc.property(complex, chain, (selector, elements) => {
      fc.pre(isWithinLimits(textOf(selector)));
      const expected = elements.some((_, index) => matches(selector, elements, index));
      matched += Number(expected);
      expect(holds(textOf(selector), elements)).toBe(expected);
    }),
    { numRuns: RUNS },
  );
  expect(matched).toBeGreaterThan(RUNS / 40);
});

it('matches a list when any of its selectors matches, bare or inside :is and :where', () => {
  fc.assert(
    fc.property(complex, complex, chain, (one, other, elements) => {
      const list = `${textOf(one)}, ${textOf(other)}`;
      fc.pre(isWithinLimits(`:where(${list})`));
      const expected = holds(textOf(one), elements) || holds(textOf(other), elements);
      expect([list, `:is(${list})`, `:where(${list})`].map((selector) => holds(selector, elements))).toEqual(
        new Array(3).fill(expected),
      );
    }),
  );
});

it.each([
  ['a '.repeat(32).trim(), 63, true],
  [`${'a '.repeat(32)}.b`, 65, false],
  [`:is(${'a,'.repeat(62)}a)`, 64, true],
  [`:is(${'a,'.repeat(63)}a)`, 65, false],
])('%s has %i parts; accepted: %s', (selector, parts, ok) => {
  const reason = `a CSS selector of at most 64 parts (it has ${parts})`;
  expect(compileSelector(selector)).toEqual(ok ? { ok, test: expect.any(Function) } : { ok, reason });
});

it('finds a class by its whole name, even when it is only among the attributes', () => {
  expect(holds('.buy', [{ tag: 'a', classes: ['buyer', 'buy'] }])).toBe(true);
  expect(holds('.buy', [{ tag: 'a', classes: ['buyer'] }])).toBe(false);
  expect(holds('.buy', [{ tag: 'a', classes: [] }])).toBe(false);
  expect(holds('.buy', [{ tag: 'a', attributes: { class: 'big buy' } }])).toBe(true);
});

it('never throws, whatever the selector and the chain', () => {
  const pieces = fc.constantFrom(
    ...[
      'a',
      '.x',
      '#x',
      '[x]',
      '[x=y]',
      ' ',
      '>',
      '+',
      '~',
      ',',
      ':not(',
      ':is(',
      ')',
      ':',
      '(',
      '*',
      '|',
      '\\',
      '"',
      '/*',
    ],
  );
  const selector = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.array(pieces).map((each) => each.join('')),
  );
  fc.assert(
    fc.property(selector, chain, (text, elements) => {
      const compiled = compileSelector(text);
      expect(typeof (compiled.ok ? compiled.test(elements) : compiled.reason)).toBe(compiled.ok ? 'boolean' : 'string');
    }),
    { numRuns: RUNS },
  );
});
