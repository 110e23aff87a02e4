import { Client } from 'undici';
import { NoAnswer } from './faults.js';
import { type Parameters, QueryClient, type Settings } from './query-client.js';
import { type Columns, parseRows, type RowOf } from './rows.js';

/** A SELECT and the columns it returns. */
export interface Query<C extends Columns> {
  readonly sql: string;
  readonly parameters?: Parameters;
  readonly columns: C;
  readonly settings?: Settings;
  /** How long the node may work on it before it answers, in ms; 30 seconds unless given. */
  readonly workMsMax?: number;
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
  // A node that collects rows of a frozen one asks its twin after a second.
  receive_data_timeout_ms: 1000,
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
  readonly #pings: Client;

  constructor(url: string, database: string) {
    this.name = new URL(url).host;
    this.#queries = new QueryClient(url, database, SETTINGS);
    this.#changes = new QueryClient(url, database, SETTINGS);
    this.#pings = new Client(new URL(url).origin);
  }

  async query<C extends Columns>(
    { sql, columns, parameters, settings, workMsMax }: Query<C>,
    signal?: AbortSignal,
  ): Promise<RowOf<C>[]> {
    return parseRows(columns, await this.#queries.query(sql, { parameters, settings, signal, workMsMax }));
  }

  insert({ table, rows, settings }: Insert, signal?: AbortSignal): Promise<void> {
    return this.#changes.insert(table, rows, { settings, signal });
  }

  /** Runs a statement that returns no rows. */
  command(sql: string, parameters?: Parameters, settings?: Settings): Promise<void> {
    return this.#changes.command(sql, { parameters, settings });
  }

  /** Resolves when the node answers at all. It needs no login, and no connection that a query may hold. */
  async ping(signal: AbortSignal): Promise<void> {
    try {
      const { body } = await this.#pings.request({ method: 'GET', path: '/ping', signal });
      await body.dump();
    } catch (error) {
      throw new NoAnswer((error as Error).message, { cause: error });
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#queries.destroy(), this.#changes.destroy(), this.#pings.destroy()]);
  }
}
