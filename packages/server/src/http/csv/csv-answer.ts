import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { isRecord } from '../../validation/faults.js';
import { type Cell, csvLine } from './csv-line.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const CSV_TYPE = 'text/csv; charset=utf-8; header=present';

/** A table whose rows are read as the client takes them. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly Cell[]>;
}

/** Whether the client prefers CSV to JSON: by `q` of its `Accept` header, then by the order in it (RFC 9110, 12.5.1). */
export function wantsCsv(request: FastifyRequest): boolean {
  return new Negotiator(request).mediaType([JSON_TYPE, CSV_TYPE]) === CSV_TYPE;
}

/**
 * A table as CSV, streamed. `?raw=true` leaves texts as they are that a spreadsheet would take for formulas. If a later row
 * fails, the connection closes before the end.
 */
export function csvAnswer({ query }: FastifyRequest, reply: FastifyReply, table: Table): Readable {
  reply.type(CSV_TYPE);
  const raw = isRecord(query) && query.raw === 'true';
  return Readable.from(linesOf(table, raw));
}

async function* linesOf({ columns, rows }: Table, raw: boolean): AsyncGenerator<string> {
  yield csvLine(columns, raw);
  for await (const row of rows) yield csvLine(row, raw);
}
