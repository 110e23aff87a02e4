import { parseError, TupleParam } from '@clickhouse/client';
import { FormData, Pool } from 'undici';

/** Of a typed parameter, `{name:Type}` in the text of a question. */
export type Value = string | number | TupleParam | readonly Value[];
/** Values travel as typed parameters, and never as part of the text. */
export type Parameters = Readonly<Record<string, Value>>;
export type Settings = Readonly<Record<string, string | number>>;

/** How long a node may say nothing before it is taken for gone, in ms. */
export const SILENT_MS_MAX = 30_000;
/** To one node; as many again for inserts. */
export const CONNECTIONS_MAX = 32;
/** Of the rows of an answer. */
export const FORMAT = 'JSONCompactEachRow';
/** Proxies commonly refuse addresses of more than 8192; what does not fit goes into the body. */
const IN_ADDRESS_MAX = 4096;

/**
 * Asks one server, by HTTP. ClickHouse's own client would do, but rests for a millisecond before each request and spends
 * another of the processor's on it (see docs/performance-notes.md): a third of what a read of three sessions takes.
 */
export class QueryClient {
  readonly #pool: Pool;
  readonly #always: Settings;
  readonly #headers: Record<string, string>;

  /** `always`: settings of every question. */
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
   * The rows of a SELECT, each a list.
   *
   * @throws {ClickHouseError} when the server says so; errors of undici and the system when it says nothing.
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

/** Within a list or tuple. */
function literal(value: Value): string {
  if (typeof value === 'string') return `'${escaped(value)}'`;
  if (value instanceof TupleParam) return `(${(value.values as Value[]).map(literal).join(',')})`;
  return typeof value === 'object' ? `[${value.map(literal).join(',')}]` : String(value);
}

/** As in ClickHouse's TabSeparated, which parameters are read as: https://clickhouse.com/docs/interfaces/formats/TabSeparated */
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
