import { type ClickHouseClient, type ClickHouseSettings, createClient } from '@clickhouse/client';
import { CONNECTIONS_MAX, type Parameters, QueryClient, type Settings, SILENT_MS_MAX } from './query-client.js';
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
  readonly settings?: ClickHouseSettings;
}

/** Settings of every query and insert. */
export const SETTINGS = {
  // Without this, a failure in the middle of a response looks like its end.
  wait_end_of_query: 1,
  output_format_json_quote_64bit_integers: 0,
  // An insert returns only once it is stored.
  async_insert: 0,
} as const;

/** One ClickHouse server, over HTTP. */
export class Node {
  /** The host and port, without the password. */
  readonly name: string;
  readonly #queries: QueryClient;
  readonly #client: ClickHouseClient;

  constructor(url: string, database: string) {
    this.name = new URL(url).host;
    this.#queries = new QueryClient(url, database, SETTINGS);
    this.#client = createClient({
      url,
      database,
      application: 'goalpost',
      request_timeout: SILENT_MS_MAX,
      max_open_connections: CONNECTIONS_MAX,
      log: { level: 127 },
      clickhouse_settings: SETTINGS,
    });
  }

  async query<C extends Columns>({ sql, parameters, columns, settings }: Query<C>): Promise<RowOf<C>[]> {
    return parseRows(columns, await this.#queries.query(sql, parameters, settings));
  }

  async insert({ table, rows, settings }: Insert): Promise<void> {
    await this.#client.insert({
      table,
      values: rows,
      format: 'JSONEachRow',
      ...(settings && { clickhouse_settings: settings }),
    });
  }

  /** Runs a statement that returns no rows. */
  async command(sql: string, parameters?: Parameters, settings?: ClickHouseSettings): Promise<void> {
    await this.#client.command({
      query: sql,
      ...(parameters && { query_params: { ...parameters } }),
      ...(settings && { clickhouse_settings: settings }),
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#queries.destroy(), this.#client.close()]);
  }
}
