import type { RE2Set } from 're2js';

/** A set of texts, for the search of one that a rule matches. */
export interface Language {
  /** Matches the whole of each text. */
  readonly allowed: RE2Set;
  /** Matches something in no text: what `allowed` would be too long to exclude. */
  readonly never: RE2Set;
}

/** Steps of the search: some 50 ms. */
const STEPS_MAX = 500_000;

/** Texts that the search offers to `isReal` before it gives up. */
const CANDIDATES_MAX = 100;

/** The shortest common text; `none` if there is none; `unknown` if the search was given up. */
export type Search = { readonly found: string } | 'none' | 'unknown';

/**
 * Searches for a text of the language that the rule's automaton matches: breadth first through the product of the automata.
 * `isReal` has the last word on each text, because a language may be somewhat too large.
 */
export function commonText(rule: RE2Set, { allowed, never }: Language, isReal: (text: string) => boolean): Search {
  const characters = charactersOf(rule, allowed, never);
  const start = { rule: startOf(rule), allowed: startOf(allowed), never: startOf(never), text: '' };
  const nodes: Node[] = [start];
  const seen = new Seen();
  seen.add(start);
  let steps = 0;
  let candidates = 0;
  // The loop also visits the nodes it adds.
  for (const node of nodes) {
    if (endsWell(node, rule, allowed, never)) {
      if (isReal(node.text)) return { found: node.text };
      if (++candidates === CANDIDATES_MAX) return 'unknown';
    }
    steps += characters.length;
    if (steps > STEPS_MAX) return 'unknown';
    for (const character of characters) {
      const next = follow(node, character, rule, allowed, never);
      if (next === 'unknown') return 'unknown';
      if (next !== null && seen.add(next)) nodes.push(next);
    }
  }
  return candidates === 0 ? 'none' : 'unknown';
}

interface State {
  readonly isMatch: boolean;
  /** Positions in the expression that the text so far can lead to. */
  readonly nfaStates: readonly number[];
}

interface Node {
  /** `MATCHED`: the rule matches, whatever follows. */
  readonly rule: State;
  readonly allowed: State;
  readonly never: State;
  readonly text: string;
}

const MATCHED: State = { isMatch: true, nfaStates: [] };

function startOf(automaton: RE2Set): State {
  // RE2 creates the start states on the first match. The one of an empty text is at its beginning.
  automaton.match('');
  return automaton.dfa.startStates.values().next().value;
}

/** The node after one more character; null when no text can begin like this. */
function follow(node: Node, character: number, rule: RE2Set, allowed: RE2Set, never: RE2Set): Node | null | 'unknown' {
  const nextAllowed = step(allowed, node.allowed, character);
  if (nextAllowed === null) return 'unknown';
  if (nextAllowed.nfaStates.length === 0) return null;
  const nextNever = step(never, node.never, character);
  if (nextNever === null) return 'unknown';
  if (nextNever.isMatch) return null;
  const nextRule = node.rule === MATCHED ? MATCHED : step(rule, node.rule, character);
  if (nextRule === null) return 'unknown';
  const needsEnd = rule.anchor === ANCHOR_BOTH;
  if (!needsEnd && nextRule.isMatch) return nodeAfter(node, character, MATCHED, nextAllowed, nextNever);
  return nextRule.nfaStates.length === 0 ? null : nodeAfter(node, character, nextRule, nextAllowed, nextNever);
}

function nodeAfter({ text }: Node, character: number, rule: State, allowed: State, never: State): Node {
  return { rule, allowed, never, text: text + String.fromCharCode(character) };
}

function endsWell(node: Node, rule: RE2Set, allowed: RE2Set, never: RE2Set): boolean {
  return (node.rule === MATCHED || atEnd(rule, node.rule)) && atEnd(allowed, node.allowed) && !atEnd(never, node.never);
}

function atEnd(automaton: RE2Set, state: State): boolean {
  const { dfa, anchor } = automaton;
  return dfa.step(state, dfa.numClasses, END_OF_TEXT, anchor)?.isMatch ?? false;
}

/** Null when the automaton's memory is used up. */
function step({ dfa, anchor }: RE2Set, state: State, character: number): State | null {
  return dfa.step(state, dfa.runeClass(character), character, anchor);
}

const ANCHOR_BOTH = 2;
const END_OF_TEXT = -1;
const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;

/** One character of each class that all automata treat alike. All texts are printable ASCII. */
function charactersOf(...automata: readonly RE2Set[]): number[] {
  const bounds = new Set([FIRST_PRINTABLE, ...automata.flatMap(({ dfa }) => [...dfa.classBounds])]);
  return [...bounds].filter((first) => first >= FIRST_PRINTABLE && first <= LAST_PRINTABLE).sort((a, b) => a - b);
}

/** Tells nodes apart by their states. */
class Seen {
  readonly #numbers = new Map<State, number>();
  readonly #nodes = new Set<string>();

  /** Whether the node is new. */
  add({ rule, allowed, never }: Node): boolean {
    const key = [rule, allowed, never].map((state) => this.#numberOf(state)).join();
    const isNew = !this.#nodes.has(key);
    this.#nodes.add(key);
    return isNew;
  }

  #numberOf(state: State): number {
    const number = this.#numbers.get(state) ?? this.#numbers.size;
    this.#numbers.set(state, number);
    return number;
  }
}
