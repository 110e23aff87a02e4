import { newUlid } from '../../model/ulid.js';
import type { FeedChange } from '../../store/feed.js';
import type { Cluster } from '../cluster/cluster.js';
import { integer, text } from '../cluster/rows.js';
import { CATALOGUE_SHARD } from '../projects/document-changes.js';

/** Each try that fails means that another process was first. */
const TRIES_MAX = 50;

export interface NotedChanges {
  readonly number: number;
  readonly at: number;
  readonly changes: readonly FeedChange[];
}

/**
 * The changes of feeds, numbered without gaps however many processes write: ClickHouse keeps only the first of several
 * inserts with the same deduplication token, which names the number.
 */
export class FeedChanges {
  readonly #cluster: Cluster;
  /** The last number that this process knows, by feed. */
  readonly #last = new Map<string, number>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** False when it cannot be told whether the changes were noted, or when the feed has just ended. */
  async append(feed: string, at: number, changes: readonly FeedChange[]): Promise<boolean> {
    const writer = newUlid();
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const number = (this.#last.get(feed) ?? (await this.lastNumber(feed))) + 1;
      await this.#cluster.insert(CATALOGUE_SHARD, {
        table: 'feed_changes',
        rows: [{ feed, number, writer, at, changes: JSON.stringify(changes) }],
        settings: { insert_deduplicate: 1, insert_deduplication_token: `${feed} ${number}` },
      });
      const stored = await this.#writerOf(feed, number);
      if (stored === undefined) break;
      this.#last.set(feed, number);
      if (stored === writer) return true;
      this.#last.set(feed, await this.lastNumber(feed));
    }
    this.#last.delete(feed);
    return false;
  }

  async lastNumber(feed: string): Promise<number> {
    const numbers = await this.lastNumbers([feed]);
    return numbers.get(feed) ?? 0;
  }

  /** Feeds without changes are left out. */
  async lastNumbers(feeds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#cluster.queryShard(CATALOGUE_SHARD, {
      sql: `SELECT feed, max(number) FROM ${this.#table} WHERE feed IN {feeds:Array(String)} GROUP BY feed`,
      parameters: { feeds },
      columns: { feed: text, number: integer },
    });
    return new Map(rows.map(({ feed, number }) => [feed, number]));
  }

  /** At most `limit` entries after a number, in order. */
  async after(feed: string, number: number, limit: number): Promise<NotedChanges[]> {
    const rows = await this.#cluster.queryShard(CATALOGUE_SHARD, {
      sql: `SELECT number, at, changes FROM ${this.#table} WHERE feed = {feed:String} AND number > {number:UInt64}
        ORDER BY number LIMIT {limit:UInt32}`,
      parameters: { feed, number, limit },
      columns: { number: integer, at: integer, changes: text },
    });
    return rows.map((row) => ({ ...row, changes: JSON.parse(row.changes) }));
  }

  /** The times of the first and the last entry; null when there is none. */
  async span(feed: string): Promise<{ first: number; last: number } | null> {
    const [row] = await this.#cluster.queryShard(CATALOGUE_SHARD, {
      sql: `SELECT min(at), max(at), count() FROM ${this.#table} WHERE feed = {feed:String}`,
      parameters: { feed },
      columns: { first: integer, last: integer, count: integer },
    });
    return row!.count === 0 ? null : row!;
  }

  /** Removes entries from before a time; all of them if it is null. */
  async remove(feed: string, before: number | null): Promise<void> {
    const isOld = before === null ? '' : ' AND at < {before:Int64}';
    await this.#cluster.everyReplica(CATALOGUE_SHARD, (node) =>
      node.command(`DELETE FROM ${this.#table} WHERE feed = {feed:String}${isOld}`, { feed, before: before ?? 0 }),
    );
    if (before === null) this.#last.delete(feed);
  }

  async #writerOf(feed: string, number: number): Promise<string | undefined> {
    const [row] = await this.#cluster.queryShard(CATALOGUE_SHARD, {
      sql: `SELECT writer FROM ${this.#table} WHERE feed = {feed:String} AND number = {number:UInt64}`,
      parameters: { feed, number },
      columns: { writer: text },
    });
    return row?.writer;
  }

  get #table(): string {
    return this.#cluster.local('feed_changes');
  }
}
