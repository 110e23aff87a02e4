import { RE2Set } from 're2js';

/** What each expression may keep of the automaton it builds as it goes; past that it starts anew, or does without. */
export const AUTOMATON_BYTES_MAX = 256 * 1024;

/** Steps of expressions looked at while an automaton is gone through: some 50 ms for the worst patterns. */
const WORK_MAX = 500_000;

/** A set of one: an expression by itself is as fast, but there is no saying how much memory it may take. */
export function automatonOf(source: string, anchor: number): RE2Set {
  const set = new RE2Set(anchor, 0, AUTOMATON_BYTES_MAX);
  set.add(source);
  set.compile();
  return set;
}

/**
 * Whether all states that texts could ever bring an automaton into fit into its memory. Then each character of a text is
 * one look into a table; where they do not, RE2 goes through the whole expression for each character, which is still
 * linear in the text but takes a thousand times as long.
 */
export function fitsMemory(automaton: RE2Set): boolean {
  // What it begins with, it makes when first asked.
  automaton.match('');
  const { dfa, anchor } = automaton;
  const states = new Set<State>(dfa.startStates.values());
  let work = 0;
  // The set grows while it is gone through.
  for (const state of states) {
    work += dfa.numClasses * state.nfaStates.length;
    if (work > WORK_MAX) return false;
    for (const [characters, first] of [0, ...dfa.classBounds, END_OF_TEXT].entries()) {
      const next: State | null = dfa.step(state, characters, first, anchor);
      if (next === null) return false;
      states.add(next);
    }
  }
  return states.size > 0;
}

/** Characters that an expression does not tell apart make a class, named by its first; the end of the text is the last. */
const END_OF_TEXT = -1;

interface State {
  /** Where in the expression a text may have come to. */
  readonly nfaStates: readonly number[];
}
