import { GoalpostError } from './errors.js';

type SessionIds = readonly (string | number)[];

/** Maximum number of session ids in one request. */
export const SESSION_IDS_MAX = 1000;

/** The session ids of one request. */
export interface Batch {
  readonly sessionIds: SessionIds;
  /** The position of each id in the caller's list. */
  readonly positions: readonly number[];
}

/**
 * Splits session ids into as few batches as possible, in the caller's order. `withoutRepeats` drops repeated ids, whose
 * conversions would otherwise be listed by two batches.
 */
export function inBatches(sessionIds: SessionIds, { withoutRepeats = false } = {}): Batch[] {
  const whole = asOneBatch(sessionIds);
  if (sessionIds.length <= SESSION_IDS_MAX) return [whole];
  const positions = withoutRepeats ? firstPositions(sessionIds) : whole.positions;
  const batches: Batch[] = [];
  for (let start = 0; start < positions.length; start += SESSION_IDS_MAX) {
    const chunk = positions.slice(start, start + SESSION_IDS_MAX);
    batches.push({ sessionIds: chunk.map((position) => sessionIds[position]!), positions: chunk });
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

/** Translates the positions in a refusal from the batch to the caller's list. */
export function withCallersPositions(error: unknown, positions: Batch['positions']): unknown {
  if (!(error instanceof GoalpostError) || error.kind !== 'invalid') return error;
  const { status, errors, message } = error;
  const rename = (text: string) =>
    text.replace(/^(The )?session_ids\.(\d+)/, (_, the = '', index) => `${the}session_ids.${positions[index]}`);
  const renamed = Object.entries(errors).map(([field, sentences]) => [rename(field), sentences.map(rename)]);
  return new GoalpostError({ kind: 'invalid', status, errors: Object.fromEntries(renamed) }, rename(message));
}
