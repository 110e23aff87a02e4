import { type Parameters, QueryClient, type Settings } from './query-client.js';
import { type Columns, parseRows, type RowOf } from './rows.js';

/** A SELECT and the columns it returns. */
export interface Query<C extends Columns> {
  readonly sql: string;
  readonly parameters?: Parameters;
  readonly columns: C;
  readonly settings?: Settings;
}

/** Rows as JSON objects. An absent field takes the column's default. */
export interface Insert {
  readonly table: string;
  readonly rows: readonly object[];
  readonly settings?: Settings;
}

/** Settings of every query and insert. */
export const SETTINGS = {
  output_format_json_quote_64bit_integers: 0,
  // An insert returns only once it is stored.
  async_insert: 0,
} as const;

/** One ClickHouse server, over HTTP. */
export class Node {
  /** The host and port, without the password. */
  readonly name: string;
  readonly #queries: QueryClient;
  /** Connections of their own, so that queries do not wait for inserts and commands. */
  readonly #changes: QueryClient;

  constructor(url: string, database: string) {
    this.name = new URL(url).host;
    this.#queries = new QueryClient(url, database, SETTINGS);
    this.#changes = new QueryClient(url, database, SETTINGS);
  }

  async query<C extends Columns>({ sql, columns, ...others }: Query<C>): Promise<RowOf<C>[]> {
    return parseRows(columns, await this.#queries.query(sql, others));
  }

  insert({ table, rows, ...others }: Insert): Promise<void> {
    return this.#changes.insert(table, rows, others);
  }

  /** Runs a statement that returns no rows. */
  command(sql: string, parameters?: Parameters, settings?: Settings): Promise<void> {
    return this.#changes.command(sql, { parameters, settings });
  }

  async close(): Promise<void> {
    await Promise.all([this.#queries.destroy(), this.#changes.destroy()]);
  }
}
