import { type Filling, type SentenceName, say } from './sentences.js';

/** What is wrong with one field: its path, dotted (`session_ids.3`; `body` for the whole), and a sentence about it. */
export interface Fault {
  readonly path: string;
  readonly sentence: string;
}

/** Why a value was refused: a refusal always says at least one thing. */
export type Faults = readonly [Fault, ...Fault[]];

/** Whether anything was found wrong. */
export function anyOf(faults: readonly Fault[]): faults is Faults {
  return faults.length > 0;
}

/** More faults than this are not looked for, so that a hostile body cannot make its own error report grow. */
export const FAULTS_MAX = 100;

/** That this sentence is true of the field. */
export function fault<Name extends SentenceName>(path: string, name: Name, ...filling: Filling<Name>): Fault {
  return { path, sentence: say(name, ...filling) };
}

/** The first sentence, with "(and 2 more errors)" appended when there are more. */
export function summarize([first, ...others]: Faults): string {
  const more = others.length;
  return first.sentence + (more === 0 ? '' : ` (and ${more} more error${more === 1 ? '' : 's'})`);
}

/** A refused value as the sentence shows it: short, and told apart from a word of the sentence. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isRecord(value)) return 'an object';
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 76)}…`;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
