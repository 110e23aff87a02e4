import { Readable } from 'node:stream';
import type { AccessLogOptions } from '#goalpost/collect/access-log/access-log.js';
import { type AccessLogImport, importEvents, type RefusedLine } from '#goalpost/collect/import/import.js';
import type { ImportSummary } from '#goalpost/collect/import/import-summary.js';
import { MemoryEventStore, project } from '../import/memory-event-store.js';

export interface ImportedLog {
  readonly summary: ImportSummary;
  readonly refusals: readonly RefusedLine[];
  readonly store: MemoryEventStore;
  readonly urls: readonly string[];
  readonly sessions: number;
}

/** Imports a log into a new store, or one that has other logs already. */
export async function importLog(
  log: string | Buffer,
  options: Partial<AccessLogOptions & Pick<AccessLogImport, 'logFormat'>> = {},
  store = new MemoryEventStore(),
): Promise<ImportedLog> {
  const refusals: RefusedLine[] = [];
  const summary = await importEvents({
    store,
    sessions: store,
    project,
    source: Readable.from([Buffer.from(log)]),
    format: { name: 'access-log', includeBots: false, pagePattern: null, exclude: null, ...options },
    onRefusal: (refusal) => refusals.push(refusal),
  });
  return {
    summary,
    refusals,
    store,
    urls: store.events.map(({ url }) => url!),
    sessions: new Set(store.events.map(({ sessionId }) => sessionId)).size,
  };
}
