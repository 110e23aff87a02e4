import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { bearerOf } from '../../access/access-plugin.js';
import { textOrNull } from '../../http/answer-fields.js';
import { refuse } from '../../http/errors.js';
import { refusals, success } from '../../http/responses.js';
import { type Store, StoreUnavailable } from '../../store/store.js';
import { storedSessions } from '../access-log/stored-sessions.js';
import type { EventCounts } from '../event/event-counts.js';
import { FILTER_REASONS, REFUSAL_KINDS } from '../event/event-counts.js';
import { ImportLine } from '../event/event-schema.js';
import { NoTemporaryFile } from '../lines/derived-id.js';
import { ImportFailed, importEvents, type RefusedLine } from './import.js';
import { formatOf, ImportQuery } from './import-query.js';
import type { ImportSummary } from './import-summary.js';
import { OutOfPatience, withPatience } from './patience.js';
import { UnknownFormat } from './recognize.js';
import { gunzipped } from './source.js';

/** How long an import waits for a line, so that a log can be piped in while it is written. */
export const IMPORT_WAIT_MS_MAX = 600_000;
/** An import stops when it has refused more lines than this, and more than were usable. */
export const IMPORT_REFUSED_MAX = 10_000;
/** How many times its size a compressed import may decompress to. Logs decompress to 10 to 50 times their size. */
export const UNPACKED_RATIO_MAX = 100;

/** Refused lines that the answer lists; all are counted. */
export const REFUSALS_NAMED_MAX = 1000;

const MEDIA_TYPES = ['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'text/plain'] as const;

const counts = (names: readonly string[], description: string) =>
  Type.Object(Object.fromEntries(names.map((name) => [name, Type.Integer({ minimum: 0, examples: [0] })])), {
    description,
  });

const Summary = Type.Object(
  {
    lines: Type.Integer({
      description: 'Lines read, blank ones and comments left out. The sum of all counts up to `refused`.',
      examples: [3],
    }),
    stored: Type.Integer({ description: 'Events stored.', examples: [2] }),
    repeated: Type.Integer({ description: 'Events that were stored before.', examples: [0] }),
    filtered: counts(FILTER_REASONS, 'Events left out on purpose, by reason.'),
    refused: counts(REFUSAL_KINDS, 'Lines that could not be used, by kind of mistake.'),
    refusals: Type.Array(
      Type.Object({
        line: Type.Integer({ description: 'Counted from 1, blank lines included.', examples: [2] }),
        kind: Type.Enum([...REFUSAL_KINDS], { type: 'string', examples: ['invalid'] }),
        reason: Type.String({ description: 'The fault, and what would be right.' }),
      }),
      { description: `The first ${REFUSALS_NAMED_MAX} refused lines.` },
    ),
    format: textOrNull('The format of the lines; null when there were none.'),
    forwarded: Type.Integer({
      description:
        'Requests of an access log that came through a proxy which `trusted_proxy` does not name, although the log has another address.',
      examples: [0],
    }),
    apart: Type.Integer({
      description: 'Sessions of an access log that continue one that was stored before. Both stay as they are.',
      examples: [0],
    }),
    truncated: textOrNull('How the body fell short, and after which line; null when it was whole.'),
  },
  { title: 'ImportSummary', description: 'What became of the lines of an import.' },
);

const EXAMPLE = `{"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"https://shop.example/thanks"}
{"session_id":"1","id":"e2","type":"click","at":"2026-01-03T10:00:09Z","element":[{"tag":"a","classes":["buy"]}]}
{"session_id":"1","id":"e3","type":"event","at":"2026-01-03T10:01:00Z","name":"purchase","value":"49.00","currency":"EUR"}
`;

/**
 * `POST events/import`: NDJSON or an access log of any size, also gzipped. Lines are stored as they arrive, so those before a broken connection
 * or a full disk are kept; sending all again stores nothing twice.
 */
export function addImportRoute(parent: FastifyInstance, store: Store, counts: EventCounts): void {
  // A scope of its own, because only here are bodies of these types passed on as a stream.
  parent.register(async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser([...MEDIA_TYPES], async (_request: unknown, body: Readable) => body);

    app.post<{ Body: Readable | undefined; Querystring: Record<string, unknown> }>('/events/import', {
      config: { ability: 'events:write', mediaType: MEDIA_TYPES[0] },
      schema: {
        operationId: 'importEvents',
        summary: 'Import events',
        description: 'One event a line in the import format, or one request a line of an access log.',
        tags: ['Events'],
        consumes: [...MEDIA_TYPES],
        querystring: ImportQuery,
        body: Type.String({
          description: 'NDJSON: one event a line; or an access log (`format`). May be gzipped.',
          contentMediaType: MEDIA_TYPES[0],
          contentSchema: ImportLine,
          examples: [EXAMPLE],
        }),
        response: { 200: success(Summary), ...refusals(401, 403, 415, 422, 429, 503) },
      },
      handler: async (request) => {
        const { body } = request;
        const format = formatOf(request.query);
        const isPlain = /^text\/plain\b/i.test(request.headers['content-type'] ?? '');
        if (!body || (isPlain && format.name === 'ndjson')) throw refuse.unsupportedMediaType(MEDIA_TYPES[0]);
        const { project } = bearerOf(request);
        const named: RefusedLine[] = [];
        const summary = await importEvents({
          store: store.events,
          sessions: storedSessions(store, project.id),
          project,
          source: await withPatience(gunzipped(body, UNPACKED_RATIO_MAX), IMPORT_WAIT_MS_MAX).catch(tooSlow),
          bounds: { waitMsMax: IMPORT_WAIT_MS_MAX, refusedMax: IMPORT_REFUSED_MAX },
          format,
          onRefusal: (refusal) => {
            if (named.length < REFUSALS_NAMED_MAX) named.push(refusal);
          },
        }).catch((error: unknown) => {
          if (error instanceof UnknownFormat) throw refuse.invalid([{ path: 'body', sentence: error.message }]);
          if (!(error instanceof ImportFailed)) throw error;
          countEvents(counts, error.summary);
          request.log.warn({ err: error.cause, line: error.line }, 'an import was interrupted');
          throw unavailable(error);
        });
        countEvents(counts, summary);
        const { truncated, ...rest } = summary;
        if (truncated) request.log.warn({ truncated }, 'an import ended early');
        return { error: false, data: { ...rest, refusals: named, truncated } };
      },
    });
  });
}

function tooSlow(error: unknown): never {
  throw error instanceof OutOfPatience ? refuse.malformedHttp(408, 'too_slow') : error;
}

function unavailable({ cause, line }: ImportFailed): unknown {
  if (cause instanceof StoreUnavailable) return refuse.importInterrupted(line);
  if (cause instanceof NoTemporaryFile) return refuse.importWithoutRoom(line);
  return cause;
}

function countEvents(counts: EventCounts, { stored, repeated, filtered, refused }: ImportSummary): void {
  counts.events('stored', stored);
  counts.events('repeated', repeated);
  for (const reason of FILTER_REASONS) counts.events(reason, filtered[reason]);
  for (const kind of REFUSAL_KINDS) counts.events(kind, refused[kind]);
}
