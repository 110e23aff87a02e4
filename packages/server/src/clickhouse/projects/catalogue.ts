import { TupleParam } from '@clickhouse/client';
import { LRUCache } from 'lru-cache';
import { Batcher } from '../../store/batcher.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Ask } from '../cluster/contest.js';
import { integer, listOf, type RowOf, text, textOf } from '../cluster/rows.js';
import type { Change, ChangeOptions, Document, Kind, StoredDocument } from './document.js';
import { CATALOGUE_SHARD, DocumentChanges } from './document-changes.js';

/** How long a cached document may be used where a stale one is good enough, in ms. */
const CACHE_TTL_MS = 1000;
const CACHED_DOCUMENTS_MAX = 10_000;
/** Documents read by one query. */
const DOCUMENTS_PER_READ_MAX = 100;

const COLUMNS = { id: text, revision: integer, writers: listOf(text), body: text };
const KEYED_COLUMNS = { kind: textOf<Kind>(), ...COLUMNS };

interface Key {
  readonly kind: Kind;
  readonly id: string;
}

/** Neither end is included. */
interface IdRange {
  readonly above: string;
  readonly below: string;
  readonly order: 'asc' | 'desc';
  readonly where: string;
  readonly limit: number;
}

/** Stores the few things that change: projects, tokens, goals. `document-changes.ts` says how several processes can. */
export class Catalogue {
  readonly #cluster: Cluster;
  readonly #cache = new LRUCache<string, StoredDocument<unknown>>({ max: CACHED_DOCUMENTS_MAX, ttl: CACHE_TTL_MS });
  readonly #changes: DocumentChanges;
  /**
   * Reads that arrive while queries run are served by the next query, never by a running one, so they see all earlier
   * changes.
   */
  readonly #reads = new Batcher<Key, StoredDocument<unknown> | undefined>((keys) => this.#readTogether(keys), {
    weightOf: () => 1,
    weightMax: DOCUMENTS_PER_READ_MAX,
    concurrencyMax: 2,
  });

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#changes = new DocumentChanges(cluster, async (kind, id, ask) =>
      ask ? (await this.#readTogether([{ kind, id }], ask))[0] : this.#read(kind, id),
    );
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

  /** Documents with ids between the two, in the order of their ids, for which the SQL condition on `body` holds. */
  async range<Body>(kind: Kind, { above, below, order, where, limit }: IdRange): Promise<Document<Body>[]> {
    const rows = await this.#cluster.queryShard(CATALOGUE_SHARD, {
      sql: `SELECT id, revision, writers, body FROM (
          SELECT id, revision, writers, body FROM ${this.#table()}
          WHERE kind = {kind:String} AND id > {above:String} AND id < {below:String} ORDER BY revision DESC LIMIT 1 BY id
        ) WHERE ${where} ORDER BY id ${order} LIMIT {limit:UInt32}`,
      parameters: { kind, above, below, limit },
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
   * in the next revision. Rejects with `StoreUnavailable` when other processes are first for several seconds.
   */
  change<Body, Answer>(
    kind: Kind,
    id: string,
    change: (body: Body | null, revision: number) => Change<Body, Answer>,
    options: ChangeOptions<Body> = {},
  ): Promise<Answer> {
    return this.#changes.change(kind, id, change, options);
  }

  #read<Body>(kind: Kind, id: string): Promise<StoredDocument<Body> | undefined> {
    return this.#reads.run({ kind, id }) as Promise<StoredDocument<Body> | undefined>;
  }

  async #readTogether(
    keys: readonly Key[],
    ask: Ask = (query) => this.#cluster.queryShard(CATALOGUE_SHARD, query),
  ): Promise<(StoredDocument<unknown> | undefined)[]> {
    const rows = await ask({
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

  #remember<Body>(kind: Kind, known: StoredDocument<Body>): StoredDocument<Body> {
    this.#cache.set(`${kind} ${known.id}`, known);
    return known;
  }

  #table(): string {
    return this.#cluster.local('catalogue');
  }
}

function parsed<Body>({ body, ...rest }: RowOf<typeof COLUMNS>): StoredDocument<Body> {
  return { ...rest, body: JSON.parse(body) as Body };
}
