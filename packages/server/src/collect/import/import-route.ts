import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { bearerOf } from '../../access/access-plugin.js';
import { textOrNull } from '../../http/answer-fields.js';
import { refuse } from '../../http/errors.js';
import { refusals, success } from '../../http/responses.js';
import { type Store, StoreUnavailable } from '../../store/store.js';
import { fault, shown } from '../../validation/faults.js';
import type { EventCounts } from '../event/event-counts.js';
import { FILTER_REASONS, REFUSAL_KINDS } from '../event/event-counts.js';
import { ImportLine } from '../event/event-schema.js';
import { NoTemporaryFile } from '../lines/derived-id.js';
import { ImportFailed, importEvents, type RefusedLine } from './import.js';
import type { ImportSummary } from './import-summary.js';
import { OutOfPatience, withPatience } from './patience.js';
import { gunzipped } from './source.js';

/** How long an import waits for a line, so that a log can be piped in while it is written. */
export const IMPORT_WAIT_MS_MAX = 600_000;
/** An import stops when it has refused more lines than this, and more than were usable. */
export const IMPORT_REFUSED_MAX = 10_000;
/** How many times its size a compressed import may decompress to. Logs decompress to 10 to 50 times their size. */
export const UNPACKED_RATIO_MAX = 100;

/** Refused lines that the answer lists; all are counted. */
export const REFUSALS_NAMED_MAX = 1000;

const MEDIA_TYPES = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'] as const;

const counts = (names: readonly string[], description: string) =>
  Type.Object(Object.fromEntries(names.map((name) => [name, Type.Integer({ minimum: 0, examples: [0] })])), {
    description,
  });

const Summary = Type.Object(
  {
    lines: Type.Integer({
      description: 'Lines read, blank ones left out. The sum of all that follows.',
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
    truncated: textOrNull('How the body fell short, and after which line; null when it was whole.'),
  },
  { title: 'ImportSummary', description: 'What became of the lines of an import.' },
);

const EXAMPLE = `{"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"https://shop.example/thanks"}
{"session_id":"1","id":"e2","type":"click","at":"2026-01-03T10:00:09Z","element":[{"tag":"a","classes":["buy"]}]}
{"session_id":"1","id":"e3","type":"event","at":"2026-01-03T10:01:00Z","name":"purchase","value":"49.00","currency":"EUR"}
`;

const TRUE_OR_FALSE = 'true or false';

const Query = Type.Object({
  include_bots: Type.Optional(
    Type.Boolean({
      description: 'Whether events of bots, told by `user_agent`, are stored too.',
      default: false,
      expected: TRUE_OR_FALSE,
    }),
  ),
});

/**
 * `POST events/import`: NDJSON of any size, also gzipped. Lines are stored as they arrive, so those before a broken connection
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
        description: 'One event a line, in the import format.',
        tags: ['Events'],
        consumes: [...MEDIA_TYPES],
        querystring: Query,
        body: Type.String({
          description: 'NDJSON: one event a line. May be gzipped.',
          contentMediaType: MEDIA_TYPES[0],
          contentSchema: ImportLine,
          examples: [EXAMPLE],
        }),
        response: { 200: success(Summary), ...refusals(401, 403, 415, 422, 429, 503) },
      },
      handler: async (request) => {
        const { body } = request;
        if (!body) throw refuse.unsupportedMediaType(MEDIA_TYPES[0]);
        const named: RefusedLine[] = [];
        const summary = await importEvents({
          store: store.events,
          project: bearerOf(request).project,
          source: await withPatience(gunzipped(body, UNPACKED_RATIO_MAX), IMPORT_WAIT_MS_MAX).catch(tooSlow),
          bounds: { waitMsMax: IMPORT_WAIT_MS_MAX, refusedMax: IMPORT_REFUSED_MAX },
          format: { name: 'ndjson', includeBots: includesBots(request.query) },
          onRefusal: (refusal) => {
            if (named.length < REFUSALS_NAMED_MAX) named.push(refusal);
          },
        }).catch((error: unknown) => {
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

/** A parameter that is given twice becomes a list, which is refused as well. */
function includesBots({ include_bots: value = 'false' }: Record<string, unknown>): boolean {
  if (value !== 'true' && value !== 'false') {
    const found = { field: 'include_bots', expected: TRUE_OR_FALSE, value: shown(value) };
    throw refuse.invalid([fault('include_bots', 'wrong', found)]);
  }
  return value === 'true';
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
