import { gunzipSync } from 'node:zlib';
import { ClickHouseError, parseError } from '@clickhouse/client';
import { BadAnswer } from './faults.js';

/** An answer of a server as it came over HTTP. */
export interface RawAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A complete answer. */
export interface Answer {
  readonly text: string;
  readonly resultRows: number;
  readonly writtenRows: number;
}

/**
 * Settings under which an answer can be checked. Gzip ends with a checksum and a length, and level 0 copies the bytes,
 * so that this costs next to nothing. The headers are sent last, and therefore count all rows.
 */
export const CHECKED_ANSWERS = {
  wait_end_of_query: 1,
  enable_http_compression: 1,
  http_zlib_compression_level: 0,
} as const;
export const CHECKED_ENCODING = 'gzip';

/**
 * @throws {ClickHouseError} when the server reports an error.
 * @throws {BadAnswer} when the answer is incomplete or damaged. For example, a server whose disk is full may answer 200
 * with an empty body.
 */
export function completeAnswer({ statusCode, headers, body }: RawAnswer): Answer {
  const text = decoded(headers['content-encoding'], body);
  const code = headers['x-clickhouse-exception-code'];
  if (statusCode !== 200 || code !== undefined) throw reportedError(statusCode, code, text);
  const { result_rows, written_rows } = summaryOf(headers['x-clickhouse-summary']);
  return { text, resultRows: Number(result_rows), writtenRows: Number(written_rows) };
}

/**
 * The rows of an answer in JSONCompactEachRow.
 *
 * @throws {BadAnswer} when these are not all rows.
 */
export function rowsOf({ text, resultRows }: Answer): unknown[] {
  const rows = parsed(`[${text.trimEnd().replaceAll('\n', ',')}]`) as unknown[];
  if (rows.length !== resultRows) throw new BadAnswer(`an answer had ${rows.length} of ${resultRows} rows`);
  return rows;
}

function decoded(encoding: unknown, body: Buffer): string {
  // An empty body is not compressed.
  if (encoding === undefined) return body.toString();
  try {
    return gunzipSync(body).toString();
  } catch (error) {
    throw new BadAnswer(`an answer cannot be unpacked: ${(error as Error).message}`);
  }
}

/** An error counts only when the header and the message agree, because some errors say that the request was wrong. */
function reportedError(statusCode: number, code: unknown, text: string): Error {
  const error = parseError(text);
  if (error instanceof ClickHouseError && error.code === code) return error;
  return new BadAnswer(`an answer with status ${statusCode} is none of ClickHouse's`);
}

function summaryOf(header: unknown): { result_rows?: unknown; written_rows?: unknown } {
  const summary = typeof header === 'string' ? parsed(header) : null;
  if (typeof summary !== 'object' || summary === null) throw new BadAnswer('an answer has no summary');
  return summary;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new BadAnswer('an answer is not in JSON');
  }
}
