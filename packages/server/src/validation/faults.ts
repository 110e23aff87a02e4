import { type Filling, type SentenceName, say } from './sentences.js';

/** A fault of one field: its dotted path (`session_ids.3`; `body` for the whole) and a sentence. */
export interface Fault {
  readonly path: string;
  readonly sentence: string;
}

/** The faults of a refused value: at least one. */
export type Faults = readonly [Fault, ...Fault[]];

/** Whether there is any fault. */
export function anyOf(faults: readonly Fault[]): faults is Faults {
  return faults.length > 0;
}

/** The check stops at this many faults, so that a hostile body cannot make its own error report grow. */
export const FAULTS_MAX = 100;

/** Makes a fault of a field from a named sentence. */
export function fault<Name extends SentenceName>(path: string, name: Name, ...filling: Filling<Name>): Fault {
  return { path, sentence: say(name, ...filling) };
}

/** The same faults in fields of a field. */
export function inside(field: string, faults: Faults): Faults {
  const [first, ...others] = faults.map((one) => ({
    path: `${field}.${one.path}`,
    sentence: one.sentence.replace(one.path, `${field}.${one.path}`),
  }));
  return [first!, ...others];
}

/** The first sentence, with "(and 2 more errors)" appended when there are more. */
export function summarize([first, ...others]: Faults): string {
  const more = others.length;
  return first.sentence + (more === 0 ? '' : ` (and ${more} more error${more === 1 ? '' : 's'})`);
}

/** Formats a refused value for a sentence: short, and distinguishable from the sentence's own words. */
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
