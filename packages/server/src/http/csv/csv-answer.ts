import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRecord } from '../../validation/faults.js';
import { type Cell, csvLine } from './csv-line.js';

/** A table whose rows are read as the client takes them. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly Cell[]>;
}

/** Whether the client asks for CSV: `Accept: text/csv`. */
export function wantsCsv({ headers }: FastifyRequest): boolean {
  return /(?:^|[,\s])text\/csv\b/i.test(headers.accept ?? '');
}

/**
 * A table as CSV, streamed. `?raw=true` leaves texts as they are that a spreadsheet would take for formulas. If a later row
 * fails, the connection closes before the end.
 */
export function csvAnswer({ query }: FastifyRequest, reply: FastifyReply, table: Table): Readable {
  reply.type('text/csv; charset=utf-8; header=present');
  const raw = isRecord(query) && query.raw === 'true';
  return Readable.from(linesOf(table, raw));
}

async function* linesOf({ columns, rows }: Table, raw: boolean): AsyncGenerator<string> {
  yield csvLine(columns, raw);
  for await (const row of rows) yield csvLine(row, raw);
}
