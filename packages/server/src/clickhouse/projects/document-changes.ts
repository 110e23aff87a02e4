import { setTimeout } from 'node:timers/promises';
import { newUlid } from '../../model/ulid.js';
import { StoreUnavailable } from '../../store/store.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Ask } from '../cluster/contest.js';
import { integer, listOf, nullable, text } from '../cluster/rows.js';
import type { Change, ChangeOptions, Document, Kind, StoredDocument } from './document.js';

/** The shard that holds the catalogue. */
export const CATALOGUE_SHARD = 1;
/** Writers kept per document. A writer looks for itself among them; not so many changes may follow before it does. */
const WRITERS_KEPT = 50;
/** How often a change is tried, and the longest pause before each further try, in ms. Together some 5 s on average. */
const TRIES_MAX = 15;
const PAUSE_MS = { first: 20, max: 1000 } as const;
/**
 * ClickHouse remembers the deduplication tokens of the last 10,000 changes of all documents. A process that was suspended
 * after it read a document may not write before it has read it again.
 */
const READ_AGE_MS_MAX = 10_000;

/**
 * How far ahead the revision is of a change that was decided without an earlier replica, so that it takes precedence over what
 * that one has.
 */
const REVISIONS_AHEAD = 1000;

const ROW_COLUMNS = {
  kind: text,
  id: text,
  revision: integer,
  writers: listOf(text),
  owner: text,
  due_at: nullable(integer),
  body: text,
};

/** A change waiting to be applied. */
interface PendingChange {
  readonly change: (body: unknown, revision: number) => Change<unknown, unknown>;
  readonly options: ChangeOptions<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads a document as it is now. `ask`: as one node has it. */
type Read = (kind: Kind, id: string, ask?: Ask) => Promise<StoredDocument<unknown> | undefined>;

/**
 * Changes documents by compare-and-set. ClickHouse has no transactions, but it keeps only the first of several inserts
 * with the same deduplication token. A process inserts the next version of a document with a token that names the revision
 * it replaces. It then reads who has replaced it, and starts over if another process did.
 */
export class DocumentChanges {
  readonly #cluster: Cluster;
  readonly #read: Read;
  /** Changes waiting while another change of the same document is written. */
  readonly #waiting = new Map<string, PendingChange[]>();

  constructor(cluster: Cluster, read: Read) {
    this.#cluster = cluster;
    this.#read = read;
  }

  /** See `Catalogue.change`. */
  change<Body, Answer>(
    kind: Kind,
    id: string,
    change: (body: Body | null, revision: number) => Change<Body, Answer>,
    options: ChangeOptions<Body>,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const one = { change, options, resolve, reject } as unknown as PendingChange;
      const waiting = this.#waiting.get(`${kind} ${id}`);
      if (waiting) waiting.push(one);
      else this.#applyPending(kind, id, [one]);
    });
  }

  async #applyPending(kind: Kind, id: string, first: PendingChange[]): Promise<void> {
    const key = `${kind} ${id}`;
    for (let pending = first; pending.length > 0; pending = this.#waiting.get(key)!) {
      this.#waiting.set(key, []);
      try {
        const answers = await this.#changeTogether(kind, id, pending);
        for (const [index, { resolve }] of pending.entries()) resolve(answers[index]);
      } catch (error) {
        for (const { reject } of pending) reject(error);
      }
    }
    this.#waiting.delete(key);
  }

  async #changeTogether(kind: Kind, id: string, pending: readonly PendingChange[]): Promise<unknown[]> {
    const { options } = pending[0]!;
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      if (tries > 0) await setTimeout(pauseBefore(tries));
      const askedAt = performance.now();
      const before = await this.#read(kind, id);
      if (performance.now() - askedAt > READ_AGE_MS_MAX) continue;
      const next = (before?.revision ?? 0) + 1;
      const revision = Math.max(next, ...pending.map((one) => one.options.revisionMin ?? 1));
      let body = before?.body ?? null;
      let isChanged = false;
      const answers = pending.map(({ change }) => {
        const made = change(body, revision);
        isChanged ||= made.body !== null;
        body = made.body ?? body;
        return made.answer;
      });
      if (!isChanged || (await this.#replace(kind, before, { id, revision, body }, options))) return answers;
    }
    throw new StoreUnavailable(`${kind} ${id} is being changed by too many others`);
  }

  /**
   * False when another process replaced `before` first.
   *
   * @throws {StoreUnavailable} when that cannot be told: too many changes have followed, or the replica that answers does
   * not have this one yet. Another try could apply the change twice.
   */
  async #replace<Body>(
    kind: Kind,
    before: StoredDocument<unknown> | undefined,
    { id, revision, body }: Document<Body>,
    { owner = () => '', dueAt = () => null }: ChangeOptions<Body>,
  ): Promise<boolean> {
    const writer = newUlid();
    const next = (before?.revision ?? 0) + 1;
    const writers = [writer, ...(before?.writers ?? [])].slice(0, WRITERS_KEPT);
    const row = { kind, id, revision, writers, owner: owner(body), due_at: dueAt(body), body: JSON.stringify(body) };
    return this.#cluster.insertFirst(CATALOGUE_SHARD, {
      table: 'catalogue',
      token: `${kind} ${id} ${next}`,
      row: (isAhead) => ({ ...row, revision: isAhead ? revision + REVISIONS_AHEAD : revision }),
      isFirst: async (ask) => {
        const replacer = replacerOf(before, await this.#read(kind, id, ask));
        if (replacer === undefined)
          throw new StoreUnavailable(`${kind} ${id} may or may not have been changed; look again`);
        return replacer === writer;
      },
      winner: async (ask) => (await ask(this.#rowOf(kind, id)))[0]!,
    });
  }

  #rowOf(kind: Kind, id: string) {
    return {
      sql: `SELECT kind, id, revision, writers, owner, due_at, body FROM ${this.#cluster.local('catalogue')}
        WHERE kind = {kind:String} AND id = {id:String} ORDER BY revision DESC LIMIT 1`,
      parameters: { kind, id },
      columns: ROW_COLUMNS,
    };
  }
}

/** Who replaced a document, going by a newer one; undefined when that cannot be told. `before` is undefined for a new one. */
function replacerOf(
  before: StoredDocument<unknown> | undefined,
  newest: StoredDocument<unknown> | undefined,
): string | undefined {
  const writers = newest?.writers ?? [];
  if (before) return writers[writers.indexOf(before.writers[0]!) - 1];
  return writers.length < WRITERS_KEPT ? writers.at(-1) : undefined;
}

/** Random, so that processes which collided once do not collide again. */
function pauseBefore(tries: number): number {
  return Math.random() * Math.min(PAUSE_MS.max, PAUSE_MS.first * 2 ** tries);
}
