import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STEP_ORDERS } from '#goalpost/model/funnels/path.js';
import { chainOf, VISIT } from '#goalpost/store/funnels/chain.js';
import { chosenChain, type Link } from './funnel-model.js';

const links = (steps: number): fc.Arbitrary<Link[]> =>
  fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 6 }),
      steps: fc.array(fc.boolean(), { minLength: steps, maxLength: steps }),
      isVisit: fc.boolean(),
    }),
    { maxLength: 9 },
  );
const drawn = fc.integer({ min: 2, max: 4 }).chain((steps) =>
  fc.record({
    steps: fc.constant(steps),
    order: fc.constantFrom(...STEP_ORDERS),
    withinMs: fc.constantFrom(null, 0, 1, 3),
    events: links(steps).map((all) => all.sort((one, other) => one.at - other.at)),
  }),
);

function chain(path: { steps: number; order: 'eventually' | 'directly'; withinMs: number | null }, events: Link[]) {
  return chainOf(
    { ...path, steps: { length: path.steps } },
    {
      at: events.map(({ at }) => at),
      bits: events.map(({ steps, isVisit }) =>
        steps.reduce((bits, is, step) => (is ? bits | (1 << step) : bits), isVisit ? VISIT : 0),
      ),
    },
  );
}

describe('The chain of a session', () => {
  it('is the one that trying all chains finds', () => {
    const lengths = new Set<number>();
    fc.assert(
      fc.property(drawn, ({ events, ...path }) => {
        const expected = chosenChain(path, events);
        lengths.add(expected.length);
        expect(chain(path, events)).toEqual(expected);
      }),
      { numRuns: 5000 },
    );
    expect(lengths.size).toBe(5);
  });

  const step = (...steps: number[]) => ({
    at: 0,
    steps: [0, 1, 2].map((index) => steps.includes(index)),
    isVisit: false,
  });

  it('is found in a session of 200,000 events', () => {
    const events = Array.from({ length: 200_000 }, (_, at) => ({ ...step(at % 2), at, isVisit: true }));
    const path = { steps: 3, withinMs: 1000 };
    expect(chain({ ...path, order: 'eventually' }, events)).toEqual([0, 1]);
    expect(chain({ ...path, order: 'directly' }, [...events, { ...step(2), at: 200_000 }])).toEqual([
      199_998, 199_999, 200_000,
    ]);
  });
});
