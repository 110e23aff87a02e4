import { newUlid } from '../../model/ulid.js';
import { StoreUnavailable } from '../../store/store.js';
import { described, isTransient, NoAnswer } from './faults.js';
import type { Query } from './node.js';
import { type PooledNode, whileAnswering } from './pooled-node.js';
import type { Columns, RowOf } from './rows.js';

/** Asks one node, or the replicas of a shard. */
export type Ask = <C extends Columns>(query: Query<C>) => Promise<RowOf<C>[]>;

/** A row that only the first of several writers may store. */
export interface Contest {
  readonly table: string;
  /** The same for all writers. Of several inserts with the same token, a node keeps the first. */
  readonly token: string;
  /** `isAhead`: the row takes precedence over one that a replica before this one may have. */
  readonly row: (isAhead: boolean) => object;
  /**
   * Whether this writer was the first.
   *
   * @throws {StoreUnavailable} when that cannot be told.
   */
  readonly isFirst: (ask: Ask) => Promise<boolean>;
  /** Reads the row that counts. */
  readonly winner: (ask: Ask) => Promise<object>;
}

/** A step at one replica. */
interface Actions {
  /** Inserts into its own table. */
  insert(at: PooledNode, row: object, token: string, signal: AbortSignal): Promise<void>;
  /** Inserts into the table over all replicas: this one keeps the row until the others take it. */
  spread(at: PooledNode, row: object, token: string): Promise<void>;
}

/**
 * Returns whether this writer was the first at every replica that answers. Each replica decides by itself, so they are asked one
 * after the other: at the second one, only the writer arrives that was first at the first one. A replica that is silent is
 * left out while another one answers, and `areAll` says whether the others are known. A decision without one is sent to it later.
 *
 * @throws {StoreUnavailable} when none of them answers.
 */
export async function contend(
  { replicas, areAll }: { readonly replicas: readonly PooledNode[]; readonly areAll: boolean },
  { token, row, isFirst, winner }: Contest,
  { insert, spread }: Actions,
): Promise<boolean> {
  let isWithoutOne = !areAll;
  let decided: PooledNode | null = null;
  let failure = new Error('no node of it is known');
  const askAt =
    ({ node }: PooledNode, signal?: AbortSignal): Ask =>
    (query) =>
      node.query(query, signal);
  // Not with the token of the contest, which the others may have used for a writer that was not the first here.
  // It goes on when nobody waits for it any more, so that the replicas agree.
  const spreadFrom = (one: PooledNode) =>
    whileAnswering(one, replicas, async () => spread(one, await winner(askAt(one)), newUlid()));
  if (!replicas.some(({ heartbeat }) => heartbeat.isUp))
    await Promise.all(replicas.map(({ heartbeat }) => heartbeat.check()));
  for (const one of replicas) {
    try {
      const isWon = await whileAnswering(one, replicas, async (signal) => {
        await insert(one, row(isWithoutOne), token, signal);
        return isFirst(askAt(one, signal));
      });
      if (!isWon) {
        if (decided) await spreadFrom(one);
        return false;
      }
      decided = one;
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (error instanceof NoAnswer) one.heartbeat.check();
      failure = error as Error;
      isWithoutOne = true;
    }
  }
  if (!decided) throw new StoreUnavailable(`no replica can decide: ${described(failure)}`);
  if (isWithoutOne) await spreadFrom(decided);
  return true;
}
