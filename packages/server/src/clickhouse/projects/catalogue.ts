import { TupleParam } from '@clickhouse/client';
import { LRUCache } from 'lru-cache';
import { newUlid } from '../../model/ulid.js';
import { Batcher } from '../../store/batcher.js';
import { StoreUnavailable } from '../../store/store.js';
import type { Cluster } from '../cluster/cluster.js';
import { integer, listOf, type RowOf, text, textOf } from '../cluster/rows.js';

/** The kinds of documents. */
export type Kind = 'project' | 'token' | 'goals' | 'move';

export interface Document<Body> {
  readonly id: string;
  /** Starts at 1 and increases with every change. */
  readonly revision: number;
  readonly body: Body;
}

/** The result of a change; a null `body` leaves the document unchanged. */
export interface Change<Body, Answer> {
  readonly body: Body | null;
  readonly answer: Answer;
}

interface Known<Body> extends Document<Body> {
  /** The writers of this revision and earlier ones, newest first. */
  readonly writers: readonly string[];
}

interface ChangeOptions<Body> {
  /** A token's project. */
  readonly owner?: string;
  /** When background work on the document is due, in ms since 1970. */
  readonly dueAt?: (body: Body) => number | null;
  /** The change makes this revision or a later one. */
  readonly revisionMin?: number;
}

/** A change waiting to be applied. */
interface PendingChange {
  readonly change: (body: unknown, revision: number) => Change<unknown, unknown>;
  readonly options: ChangeOptions<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The shard that holds the catalogue. */
const CATALOGUE_SHARD = 1;
/** How long a cached document may be used where a stale one is good enough, in ms. */
const CACHE_TTL_MS = 1000;
const CACHED_DOCUMENTS_MAX = 10_000;
/** Writers kept per document. A writer checks its own revision; this many changes may follow before it does. */
const WRITERS_KEPT = 50;

/** Documents read by one query. */
const DOCUMENTS_PER_READ_MAX = 100;

const COLUMNS = { id: text, revision: integer, writers: listOf(text), body: text };
const KEYED_COLUMNS = { kind: textOf<Kind>(), ...COLUMNS };

interface Key {
  readonly kind: Kind;
  readonly id: string;
}

/**
 * Stores the few things that change: projects, tokens, goals. ClickHouse has no transactions, but it keeps only the
 * first of several inserts with the same deduplication token. To change a document, a process inserts the next revision
 * with a token that names this revision. It then reads who wrote the revision, and starts over if another process did.
 */
export class Catalogue {
  readonly #cluster: Cluster;
  readonly #cache = new LRUCache<string, Known<unknown>>({ max: CACHED_DOCUMENTS_MAX, ttl: CACHE_TTL_MS });
  /** Changes waiting while another change of the same document is written. */
  readonly #waiting = new Map<string, PendingChange[]>();
  /**
   * Reads that arrive while queries run are served by the next query, never by a running one, so they see all earlier
   * changes.
   */
  readonly #reads = new Batcher<Key, Known<unknown> | undefined>((keys) => this.#readTogether(keys), {
    weightOf: () => 1,
    weightMax: DOCUMENTS_PER_READ_MAX,
    concurrencyMax: 2,
  });

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  async find<Body>(kind: Kind, id: string): Promise<Document<Body> | null> {
    return (await this.#read<Body>(kind, id)) ?? null;
  }

  /** The document as it was within the last second. */
  async findCached<Body>(kind: Kind, id: string): Promise<Document<Body> | null> {
    return (this.#cache.get(`${kind} ${id}`) as Document<Body> | undefined) ?? this.find(kind, id);
  }

  /** The document at this revision or a later one. */
  async atLeast<Body>(kind: Kind, id: string, revision: number): Promise<Document<Body> | null> {
    const known = this.#cache.get(`${kind} ${id}`, { allowStale: true }) as Document<Body> | undefined;
    return known && known.revision >= revision ? known : this.find(kind, id);
  }

  /** All documents of a kind in no particular order, or only those of `owner`. */
  async list<Body>(kind: Kind, owner = ''): Promise<Document<Body>[]> {
    const rows = await this.#cluster.queryShard(CATALOGUE_SHARD, {
      sql: `SELECT id, revision, writers, body FROM ${this.#table()} WHERE kind = {kind:String} AND owner = {owner:String} ORDER BY revision DESC LIMIT 1 BY id`,
      parameters: { kind, owner },
      columns: COLUMNS,
    });
    return rows.map((row) => this.#remember<Body>(kind, parsed(row)));
  }

  /** The newest revision of each document. Missing documents are omitted. */
  async revisions(kind: Kind, ids: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#cluster.queryShard(CATALOGUE_SHARD, {
      sql: `SELECT id, max(revision) FROM ${this.#table()} WHERE kind = {kind:String} AND id IN {ids:Array(String)} GROUP BY id`,
      parameters: { kind, ids },
      columns: { id: text, revision: integer },
    });
    return new Map(rows.map(({ id, revision }) => [id, revision]));
  }

  /** The document whose background work has been due longest. */
  async nextDue<Body>(kind: Kind, now: number): Promise<Document<Body> | null> {
    const [row] = await this.#cluster.queryShard(CATALOGUE_SHARD, {
      sql: `SELECT id, revision, writers, body FROM (
          SELECT id, revision, writers, body, due_at FROM ${this.#table()} WHERE kind = {kind:String}
          ORDER BY revision DESC LIMIT 1 BY id
        ) WHERE due_at <= {now:Int64} ORDER BY due_at, id LIMIT 1`,
      parameters: { kind, now },
      columns: COLUMNS,
    });
    return row ? this.#remember<Body>(kind, parsed(row)) : null;
  }

  /**
   * Changes a document; `change` gets null if the document does not exist yet. `change` is called again whenever
   * another process has changed the document first. Changes that arrive while one is being written are applied together
   * in the next revision.
   */
  change<Body, Answer>(
    kind: Kind,
    id: string,
    change: (body: Body | null, revision: number) => Change<Body, Answer>,
    options: ChangeOptions<Body> = {},
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
    // Starts from the cached document: a write on top of a stale one fails and is retried. A refusal writes nothing, so
    // it must be based on a fresh read.
    let before = this.#cache.get(`${kind} ${id}`);
    for (let isSure = false; ; isSure = true) {
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
      const isDone = isChanged ? await this.#write(kind, { id, revision, body }, before, options) : isSure;
      if (isDone) return answers;
      before = await this.#read(kind, id);
    }
  }

  /** False when another process wrote that revision first. */
  async #write<Body>(
    kind: Kind,
    document: Document<Body>,
    before: Known<Body> | undefined,
    { owner = '', dueAt }: ChangeOptions<Body>,
  ): Promise<boolean> {
    const { id, revision, body } = document;
    const writer = newUlid();
    const writers = [writer, ...(before?.writers ?? [])].slice(0, WRITERS_KEPT);
    await this.#cluster.insert(CATALOGUE_SHARD, {
      table: 'catalogue',
      rows: [{ kind, id, revision, writers, owner, due_at: dueAt?.(body) ?? null, body: JSON.stringify(body) }],
      settings: { insert_deduplicate: 1, insert_deduplication_token: `${kind} ${id} ${revision}` },
    });
    const [newest] = await this.#cluster.queryShard(CATALOGUE_SHARD, {
      sql: `SELECT revision, writers FROM ${this.#table()} WHERE kind = {kind:String} AND id = {id:String}
        ORDER BY revision DESC LIMIT 1`,
      parameters: { kind, id },
      columns: { revision: integer, writers: listOf(text) },
    });
    const writtenBy = newest?.writers[newest.revision - revision];
    if (writtenBy === undefined)
      throw new StoreUnavailable(`${kind} ${id} was changed by too many others at the same time`);
    if (writtenBy === writer && newest!.revision === revision) this.#remember(kind, { ...document, writers });
    return writtenBy === writer;
  }

  #read<Body>(kind: Kind, id: string): Promise<Known<Body> | undefined> {
    return this.#reads.run({ kind, id }) as Promise<Known<Body> | undefined>;
  }

  async #readTogether(keys: readonly Key[]): Promise<(Known<unknown> | undefined)[]> {
    const rows = await this.#cluster.queryShard(CATALOGUE_SHARD, {
      sql: `SELECT kind, id, revision, writers, body FROM ${this.#table()}
        WHERE (kind, id) IN {keys:Array(Tuple(String, String))} ORDER BY revision DESC LIMIT 1 BY kind, id`,
      parameters: { keys: keys.map(({ kind, id }) => new TupleParam([kind, id])) },
      columns: KEYED_COLUMNS,
    });
    const found = new Map(
      rows.map(({ kind, ...row }) => [`${kind} ${row.id}`, this.#remember(kind, parsed<unknown>(row))]),
    );
    return keys.map(({ kind, id }) => found.get(`${kind} ${id}`));
  }

  #remember<Body>(kind: Kind, known: Known<Body>): Known<Body> {
    this.#cache.set(`${kind} ${known.id}`, known);
    return known;
  }

  #table(): string {
    return this.#cluster.local('catalogue');
  }
}

function parsed<Body>({ body, ...rest }: RowOf<typeof COLUMNS>): Known<Body> {
  return { ...rest, body: JSON.parse(body) as Body };
}
