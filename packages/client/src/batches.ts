import { GoalpostError } from './errors.js';

type SessionIds = readonly (string | number)[];

/** Most session ids the API takes at once. */
export const SESSION_IDS_MAX = 1000;

/** Session ids of one request. */
export interface Batch {
  readonly sessionIds: SessionIds;
  /** Where each of them is in the caller's list. */
  readonly positions: readonly number[];
}

/**
 * As few batches as will do, in the caller's order. Without repeats, no two of them ask for the same session, of which
 * both would list the conversions.
 */
export function inBatches(sessionIds: SessionIds, { withoutRepeats = false } = {}): Batch[] {
  const whole = asOneBatch(sessionIds);
  if (sessionIds.length <= SESSION_IDS_MAX) return [whole];
  const positions = withoutRepeats ? firstPositions(sessionIds) : whole.positions;
  const batches: Batch[] = [];
  for (let start = 0; start < positions.length; start += SESSION_IDS_MAX) {
    const some = positions.slice(start, start + SESSION_IDS_MAX);
    batches.push({ sessionIds: some.map((position) => sessionIds[position]!), positions: some });
  }
  return batches;
}

export function asOneBatch(sessionIds: SessionIds): Batch {
  return { sessionIds, positions: [...sessionIds.keys()] };
}

/** 1 and "1" name the same session. */
function firstPositions(sessionIds: SessionIds): number[] {
  const seen = new Set<string>();
  return [...sessionIds.keys()].filter((position) => {
    const id = String(sessionIds[position]);
    return !seen.has(id) && seen.add(id);
  });
}

/** A refusal names the place of an id in its request; the caller knows it by its place in the whole list. */
export function withCallersPositions(error: unknown, positions: Batch['positions']): unknown {
  if (!(error instanceof GoalpostError) || error.kind !== 'invalid') return error;
  const { status, errors, message } = error;
  const rename = (text: string) =>
    text.replace(/^(The )?session_ids\.(\d+)/, (_, the = '', index) => `${the}session_ids.${positions[index]}`);
  const renamed = Object.entries(errors).map(([field, sentences]) => [rename(field), sentences.map(rename)]);
  return new GoalpostError({ kind: 'invalid', status, errors: Object.fromEntries(renamed) }, rename(message));
}
