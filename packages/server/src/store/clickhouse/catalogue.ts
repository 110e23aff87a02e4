import { LRUCache } from 'lru-cache';
import { ulid } from 'ulid';
import { StoreUnavailable } from '../store.js';
import type { Cluster } from './cluster.js';
import { integer, listOf, text } from './rows.js';
import { Turns } from './turns.js';

/** What there is, and the type of its document. */
export type Kind = 'project' | 'token' | 'goals';

export interface Document<Body> {
  readonly id: string;
  /** Counts from 1; every change makes the next one. */
  readonly revision: number;
  readonly body: Body;
}

/** What a change makes of a document; null leaves it as it is. */
export interface Change<Body, Answer> {
  readonly body: Body | null;
  readonly answer: Answer;
}

interface ChangeOptions<Body> {
  /** The project of a token. */
  readonly owner?: string;
  /** When background work on the document is due, in ms since 1970. */
  readonly dueAt?: (body: Body) => number | null;
}

/** The shard that holds the catalogue. */
const HOME = 1;
/** For so long a document may be an older one where that is good enough, in ms. */
const RECALLED_MS = 1000;
const RECALLED_MAX = 10_000;
/** So many changes may come on top of one before its writer has looked. */
const WRITERS_KEPT = 50;

const COLUMNS = { id: text, revision: integer, writers: listOf(text), body: text };
const NEWEST = 'SELECT id, revision, writers, body FROM';

/**
 * The few things that change: projects, tokens, goals. ClickHouse has no transactions, but of several inserts with the
 * same deduplication token it keeps the first. So whoever changes a document inserts its next revision with a token that
 * names it, looks whose revision that became, and begins again when it is somebody else's.
 */
export class Catalogue {
  readonly #cluster: Cluster;
  readonly #recalled = new LRUCache<string, Document<unknown>>({ max: RECALLED_MAX, ttl: RECALLED_MS });
  readonly #turns = new Turns();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  async find<Body>(kind: Kind, id: string): Promise<Document<Body> | null> {
    return (await this.#read<Body>(kind, id))?.document ?? null;
  }

  /** As it was within the last second. */
  async recall<Body>(kind: Kind, id: string): Promise<Document<Body> | null> {
    return (this.#recalled.get(`${kind} ${id}`) as Document<Body> | undefined) ?? this.find(kind, id);
  }

  /** As it is at the revision or later. */
  async atLeast<Body>(kind: Kind, id: string, revision: number): Promise<Document<Body> | null> {
    const known = this.#recalled.get(`${kind} ${id}`, { allowStale: true }) as Document<Body> | undefined;
    return known && known.revision >= revision ? known : this.find(kind, id);
  }

  /** In no particular order; those of `owner` when it is given. */
  async list<Body>(kind: Kind, owner = ''): Promise<Document<Body>[]> {
    const rows = await this.#cluster.askShard(HOME, {
      sql: `${NEWEST} ${this.#table()} WHERE kind = {kind:String} AND owner = {owner:String} ORDER BY revision DESC LIMIT 1 BY id`,
      parameters: { kind, owner },
      columns: COLUMNS,
    });
    return rows.map((row) => this.#remember<Body>(kind, row));
  }

  /** The newest revisions there are; a document that does not exist is left out. */
  async revisions(kind: Kind, ids: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#cluster.askShard(HOME, {
      sql: `SELECT id, max(revision) FROM ${this.#table()} WHERE kind = {kind:String} AND id IN {ids:Array(String)} GROUP BY id`,
      parameters: { kind, ids },
      columns: { id: text, revision: integer },
    });
    return new Map(rows.map(({ id, revision }) => [id, revision]));
  }

  /** The document whose background work has been due for longest. */
  async nextDue<Body>(kind: Kind, now: number): Promise<Document<Body> | null> {
    const [row] = await this.#cluster.askShard(HOME, {
      sql: `SELECT id, revision, writers, body FROM (
          SELECT id, revision, writers, body, due_at FROM ${this.#table()} WHERE kind = {kind:String}
          ORDER BY revision DESC LIMIT 1 BY id
        ) WHERE due_at <= {now:Int64} ORDER BY due_at, id LIMIT 1`,
      parameters: { kind, now },
      columns: COLUMNS,
    });
    return row ? this.#remember<Body>(kind, row) : null;
  }

  /** Changes a document, from the newest there is; `null` stands for one that is not there yet. */
  change<Body, Answer>(
    kind: Kind,
    id: string,
    change: (body: Body | null, revision: number) => Change<Body, Answer>,
    options: ChangeOptions<Body> = {},
  ): Promise<Answer> {
    return this.#turns.take(`${kind} ${id}`, async () => {
      for (;;) {
        const before = await this.#read<Body>(kind, id);
        const revision = (before?.document.revision ?? 0) + 1;
        const { body, answer } = change(before?.document.body ?? null, revision);
        if (body === null) return answer;
        if (await this.#write(kind, { id, revision, body }, before?.writers ?? [], options)) return answer;
      }
    });
  }

  /** False when somebody else wrote that revision first. */
  async #write<Body>(
    kind: Kind,
    { id, revision, body }: Document<Body>,
    writersBefore: readonly string[],
    { owner = '', dueAt }: ChangeOptions<Body>,
  ): Promise<boolean> {
    const writer = ulid();
    await this.#cluster.insert(HOME, {
      table: 'catalogue',
      rows: [
        {
          kind,
          id,
          revision,
          writers: [writer, ...writersBefore].slice(0, WRITERS_KEPT),
          owner,
          due_at: dueAt?.(body) ?? null,
          body: JSON.stringify(body),
        },
      ],
      settings: { insert_deduplicate: 1, insert_deduplication_token: `${kind} ${id} ${revision}` },
    });
    const after = await this.#read<Body>(kind, id);
    const writtenBy = after?.writers[after.document.revision - revision];
    if (writtenBy === undefined) throw new StoreUnavailable(`${kind} ${id} changes too often to be changed`);
    return writtenBy === writer;
  }

  async #read<Body>(kind: Kind, id: string): Promise<{ document: Document<Body>; writers: string[] } | null> {
    const [row] = await this.#cluster.askShard(HOME, {
      sql: `${NEWEST} ${this.#table()} WHERE kind = {kind:String} AND id = {id:String} ORDER BY revision DESC LIMIT 1`,
      parameters: { kind, id },
      columns: COLUMNS,
    });
    return row ? { document: this.#remember<Body>(kind, row), writers: row.writers } : null;
  }

  #remember<Body>(kind: Kind, { id, revision, body }: { id: string; revision: number; body: string }): Document<Body> {
    const document = { id, revision, body: JSON.parse(body) as Body };
    this.#recalled.set(`${kind} ${id}`, document);
    return document;
  }

  #table(): string {
    return this.#cluster.local('catalogue');
  }
}
