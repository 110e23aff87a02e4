import { TupleParam } from '@clickhouse/client';
import { FormData, Pool } from 'undici';
import { type Answer, CHECKED_ANSWERS, CHECKED_ENCODING, completeAnswer, rowsOf } from './answer.js';
import { BadAnswer, NoAnswer } from './faults.js';

/** The value of a typed parameter, `{name:Type}` in the query text. */
export type Value = string | number | TupleParam | readonly Value[];
/** Values are always sent as typed parameters, never as part of the query text. */
export type Parameters = Readonly<Record<string, Value>>;
export type Settings = Readonly<Record<string, string | number>>;

/** How long a node may stay silent before it counts as away, in ms. A query can allow it more. */
const SILENT_MS_MAX = 30_000;
/** Connections of a client. */
const CONNECTIONS_MAX = 32;
/** The format of the returned rows. */
export const FORMAT = 'JSONCompactEachRow';
/** Characters in the URL. Proxies commonly reject URLs of more than 8192; longer parameters go into the body. */
const IN_ADDRESS_MAX = 4096;

/** What a statement is sent with. */
export interface SentWith {
  readonly parameters?: Parameters | undefined;
  readonly settings?: Settings | undefined;
  /** Aborts the request. */
  readonly signal?: AbortSignal | undefined;
  /** How long the server may work before it answers, in ms. */
  readonly workMsMax?: number | undefined;
}

/**
 * Sends statements to one server over HTTP. ClickHouse's own client waits a millisecond before each request and uses
 * another one of CPU time (see docs/performance-notes.md), which is a third of a read of three sessions. It also takes
 * answers as complete that are not.
 *
 * All methods reject with `ClickHouseError` when the server reports an error, with `NoAnswer` when it does not respond,
 * and with `BadAnswer` when its answer is incomplete or damaged.
 */
export class QueryClient {
  readonly #pool: Pool;
  readonly #always: Settings;
  readonly #headers: Record<string, string>;

  /** `always`: settings sent with every statement. */
  constructor(address: string, database: string, always: Settings) {
    const { origin, username, password } = new URL(address);
    this.#pool = new Pool(origin, {
      connections: CONNECTIONS_MAX,
      headersTimeout: SILENT_MS_MAX,
      bodyTimeout: SILENT_MS_MAX,
    });
    this.#always = { database, ...CHECKED_ANSWERS, ...always };
    const login = `${decodeURIComponent(username) || 'default'}:${decodeURIComponent(password)}`;
    this.#headers = {
      authorization: `Basic ${Buffer.from(login).toString('base64')}`,
      'user-agent': 'goalpost',
      'accept-encoding': CHECKED_ENCODING,
    };
  }

  /** Returns the rows of a SELECT, each as an array. */
  async query(sql: string, { parameters, settings, signal, workMsMax }: SentWith = {}): Promise<unknown[]> {
    return rowsOf(await this.#send(this.#message(`${sql} FORMAT ${FORMAT}`, parameters, settings), signal, workMsMax));
  }

  /** Runs a statement that returns no rows. */
  async command(sql: string, { parameters, settings, signal }: SentWith = {}): Promise<void> {
    await this.#send(this.#message(sql, parameters, settings), signal);
  }

  /**
   * Inserts rows, given as JSON objects. Resolves once the server says that it has written each of them; rows that were
   * deduplicated count as written.
   */
  async insert(table: string, rows: readonly object[], { settings, signal }: Omit<SentWith, 'parameters'> = {}) {
    const query = `INSERT INTO ${table} FORMAT JSONEachRow`;
    const path = `/?${new URLSearchParams([...this.#entries(settings), ['query', query]])}`;
    const body = rows.map((row) => JSON.stringify(row)).join('\n');
    const { writtenRows } = await this.#send({ path, body }, signal);
    // A Distributed table counts a row once for each replica.
    if (!(writtenRows >= rows.length)) throw new BadAnswer(`${writtenRows} of ${rows.length} rows were written`);
  }

  destroy(): Promise<void> {
    return this.#pool.destroy();
  }

  async #send(message: Message, signal: AbortSignal | undefined, workMsMax?: number): Promise<Answer> {
    return completeAnswer(await this.#request(message, signal, workMsMax));
  }

  async #request(message: Message, signal: AbortSignal | undefined, workMsMax: number | undefined) {
    try {
      const { statusCode, headers, body } = await this.#pool.request({
        method: 'POST',
        headers: this.#headers,
        ...message,
        ...(signal && { signal }),
        ...(workMsMax !== undefined && { headersTimeout: workMsMax }),
      });
      return { statusCode, headers, body: Buffer.from(await body.arrayBuffer()) };
    } catch (error) {
      throw new NoAnswer((error as Error).message, { cause: error });
    }
  }

  #message(query: string, values: Parameters = {}, settings?: Settings): Message {
    const entries = this.#entries(settings);
    const parameters = texts(values);
    const inAddress = new URLSearchParams([...entries, ...parameters]).toString();
    if (inAddress.length <= IN_ADDRESS_MAX) return { path: `/?${inAddress}`, body: query };
    const body = new FormData();
    for (const [name, text] of [['query', query] as const, ...parameters]) body.append(name, text);
    return { path: `/?${new URLSearchParams(entries)}`, body };
  }

  #entries(settings: Settings = {}): [string, string][] {
    return Object.entries({ ...this.#always, ...settings }).map(([name, value]) => [name, String(value)]);
  }
}

interface Message {
  readonly path: string;
  readonly body: string | FormData;
}

function texts(parameters: Parameters): [string, string][] {
  return Object.entries(parameters).map(([name, value]) => [
    `param_${name}`,
    typeof value === 'string' ? escaped(value) : literal(value),
  ]);
}

/** A value inside an array or tuple. */
function literal(value: Value): string {
  if (typeof value === 'string') return `'${escaped(value)}'`;
  if (value instanceof TupleParam) return `(${(value.values as Value[]).map(literal).join(',')})`;
  return typeof value === 'object' ? `[${value.map(literal).join(',')}]` : String(value);
}

/** ClickHouse parses parameters as TabSeparated: https://clickhouse.com/docs/interfaces/formats/TabSeparated */
function escaped(text: string): string {
  return text.replace(/[\\'\t\n\r]/g, (character) => ESCAPES[character]!);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};
