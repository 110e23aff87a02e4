import { parseError, TupleParam } from '@clickhouse/client';
import { FormData, Pool } from 'undici';

/** The value of a typed parameter, `{name:Type}` in the query text. */
export type Value = string | number | TupleParam | readonly Value[];
/** Values are always sent as typed parameters, never as part of the query text. */
export type Parameters = Readonly<Record<string, Value>>;
export type Settings = Readonly<Record<string, string | number>>;

/** How long a node may stay silent before it counts as away, in ms. */
export const SILENT_MS_MAX = 30_000;
/** Query connections per node. Inserts have a pool of the same size. */
export const CONNECTIONS_MAX = 32;
/** The format of the returned rows. */
export const FORMAT = 'JSONCompactEachRow';
/** Characters in the URL. Proxies commonly reject URLs of more than 8192; longer parameters go into the body. */
const IN_ADDRESS_MAX = 4096;

/**
 * Queries one server over HTTP. ClickHouse's own client waits a millisecond before each request and uses another one of
 * CPU time (see docs/performance-notes.md), which is a third of a read of three sessions.
 */
export class QueryClient {
  readonly #pool: Pool;
  readonly #always: Settings;
  readonly #headers: Record<string, string>;

  /** `always`: settings sent with every query. */
  constructor(address: string, database: string, always: Settings) {
    const { origin, username, password } = new URL(address);
    this.#pool = new Pool(origin, {
      connections: CONNECTIONS_MAX,
      headersTimeout: SILENT_MS_MAX,
      bodyTimeout: SILENT_MS_MAX,
    });
    this.#always = { database, ...always };
    const login = `${decodeURIComponent(username) || 'default'}:${decodeURIComponent(password)}`;
    this.#headers = { authorization: `Basic ${Buffer.from(login).toString('base64')}`, 'user-agent': 'goalpost' };
  }

  /**
   * Returns the rows of a SELECT, each as an array.
   *
   * @throws {ClickHouseError} when the server reports an error; errors of undici and the system when it does not
   * respond.
   */
  async query(sql: string, parameters: Parameters = {}, settings: Settings = {}): Promise<unknown[]> {
    const { statusCode, headers, body } = await this.#pool.request({
      method: 'POST',
      headers: this.#headers,
      ...this.#message(`${sql} FORMAT ${FORMAT}`, texts(parameters), { ...this.#always, ...settings }),
    });
    const answer = await body.text();
    if (statusCode !== 200 || 'x-clickhouse-exception-code' in headers) throw parseError(answer);
    return JSON.parse(`[${answer.trimEnd().replaceAll('\n', ',')}]`);
  }

  destroy(): Promise<void> {
    return this.#pool.destroy();
  }

  #message(query: string, parameters: [string, string][], settings: Settings) {
    const entries = Object.entries(settings).map(([name, value]): [string, string] => [name, String(value)]);
    const inAddress = new URLSearchParams([...entries, ...parameters]).toString();
    if (inAddress.length <= IN_ADDRESS_MAX) return { path: `/?${inAddress}`, body: query };
    const body = new FormData();
    for (const [name, text] of [['query', query] as const, ...parameters]) body.append(name, text);
    return { path: `/?${new URLSearchParams(entries)}`, body };
  }
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
