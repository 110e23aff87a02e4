import { addressOf, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http, RequestBody } from './http.js';
import type { ImportEvent } from './import-event.js';
import { ndjsonStream, type Pieces } from './ndjson.js';

/** Events from any iterable source; or NDJSON, whole or in pieces, optionally gzipped. */
export type EventSource = string | Uint8Array | Blob | Pieces<ImportEvent>;

/** Without `timeoutMs`, an import has no time limit. */
export interface ImportOptions extends CallOptions {
  /** Whether to store events of bots, which `user_agent` identifies. Default: false. */
  readonly includeBots?: boolean | undefined;
}

/** The outcome of an import. `refusals` has line and reason of each refused event. */
export type ImportSummary = Data<'POST', '/events/import'>;

export async function importEvents(
  http: Http,
  events: EventSource,
  { includeBots, timeoutMs = Number.POSITIVE_INFINITY, signal }: ImportOptions = {},
): Promise<ImportSummary> {
  const request = {
    method: 'POST',
    address: addressOf('/events/import', {}, { include_bots: includeBots }),
    contentType: 'application/x-ndjson',
    body: (giveUp: AbortController) => toBody(events, giveUp),
    // A retry is safe, because events are not stored twice.
    resend: isRepeatable(events) ? 'always' : 'never',
  } as const;
  const answer = await http.send(request, { timeoutMs, signal });
  return (answer as { readonly data: ImportSummary }).data;
}

type WholeBody = string | Uint8Array | Blob;

function isWhole(events: EventSource): events is WholeBody {
  return typeof events === 'string' || events instanceof Uint8Array || events instanceof Blob;
}

function isRepeatable(events: EventSource): boolean {
  return isWhole(events) || Array.isArray(events);
}

function toBody(events: EventSource, giveUp: AbortController): RequestBody | Promise<RequestBody> {
  if (isWhole(events)) return events;
  const stream = ndjsonStream(events, giveUp);
  return canSendStreams() ? stream : new Response(stream).blob();
}

/** Browsers cannot, or only over HTTP/2, so the body is collected first. */
function canSendStreams(): boolean {
  return typeof navigator === 'undefined' || /^(Node\.js|Deno|Bun|Cloudflare-Workers)/.test(navigator.userAgent);
}
