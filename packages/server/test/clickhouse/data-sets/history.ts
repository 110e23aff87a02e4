import fc, { type Arbitrary } from 'fast-check';
import type { Asked } from './asked.js';
import { begun, change } from './changes.js';
import { question } from './questions.js';
import { ZONES } from './values.js';

/** A history of a project: changes and requests. */
export interface History {
  readonly timeZone: string;
  readonly rounds: readonly Round[];
}

/** Turns one data set into the next. New goals have not been matched against history when `meanwhile` is requested. */
export interface Round {
  readonly changes: readonly Asked[];
  readonly meanwhile: readonly Asked[];
  readonly after: readonly Asked[];
}

/** Rounds of a history. Each makes a data set. */
export const ROUNDS = 8;

const round = (changes: Arbitrary<readonly Asked[]>): Arbitrary<Round> =>
  fc.record({
    changes,
    meanwhile: fc.array(question, { maxLength: 1 }),
    after: fc.array(question, { minLength: 1, maxLength: 2 }),
  });

export const history: Arbitrary<History> = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  rounds: fc
    .tuple(round(begun), fc.array(round(fc.tuple(change)), { minLength: ROUNDS - 1, maxLength: ROUNDS - 1 }))
    .map(([first, others]) => [first, ...others]),
});
