import { RE2Set } from 're2js';

/** Memory of one expression's automaton, which RE2 builds as it runs. Beyond that, RE2 rebuilds it or does without. */
export const AUTOMATON_BYTES_MAX = 256 * 1024;

/** Expression steps examined while all states are explored: about 50 ms for the worst patterns. */
const WORK_MAX = 500_000;

/** Compiles an expression as a set of one: a lone expression is as fast, but its memory cannot be limited. */
export function automatonOf(source: string, anchor: number, bytesMax = AUTOMATON_BYTES_MAX): RE2Set {
  const set = new RE2Set(anchor, 0, bytesMax);
  set.add(source);
  set.compile();
  return set;
}

/**
 * Whether all states an automaton can reach fit into its memory. If they do, each character of a text costs one table
 * look-up. If not, RE2 runs through the whole expression for each character: still linear in the text, but a thousand
 * times slower.
 */
export function fitsMemory(automaton: RE2Set): boolean {
  // RE2 creates the start states on the first match.
  automaton.match('');
  const { dfa, anchor } = automaton;
  const states = new Set<State>(dfa.startStates.values());
  let work = 0;
  // The loop also visits the states it adds.
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

/** A class holds the characters that an expression treats alike, and is named by its first. The end of the text is the last class. */
const END_OF_TEXT = -1;

interface State {
  /** Positions in the expression that the text so far can lead to. */
  readonly nfaStates: readonly number[];
}
