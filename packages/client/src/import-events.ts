import { addressOf, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http, RequestBody } from './http.js';
import type { ImportEvent } from './import-event.js';
import { ndjsonStream, type Pieces } from './ndjson.js';

/** Events, one by one from any source; or NDJSON, whole or in pieces, which may be gzipped. */
export type EventSource = string | Uint8Array | Blob | Pieces<ImportEvent>;

/** Without `timeoutMs`, an import may take as long as it takes. */
export interface ImportOptions extends CallOptions {
  /** Whether events of bots, told by `user_agent`, are stored too. Default: false. */
  readonly includeBots?: boolean | undefined;
}

/** What became of each line. `refusals` names the refused ones by line and reason. */
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
    // What is stored already is not stored twice.
    resend: isThereAgain(events) ? 'always' : 'never',
  } as const;
  const answer = await http.send(request, { timeoutMs, signal });
  return (answer as { readonly data: ImportSummary }).data;
}

type Whole = string | Uint8Array | Blob;

function isWhole(events: EventSource): events is Whole {
  return typeof events === 'string' || events instanceof Uint8Array || events instanceof Blob;
}

function isThereAgain(events: EventSource): boolean {
  return isWhole(events) || Array.isArray(events);
}

function toBody(events: EventSource, giveUp: AbortController): RequestBody | Promise<RequestBody> {
  if (isWhole(events)) return events;
  const stream = ndjsonStream(events, giveUp);
  return canSendStreams() ? stream : new Response(stream).blob();
}

/** Browsers either cannot, or only over HTTP/2; there, the body is gathered first. */
function canSendStreams(): boolean {
  return typeof navigator === 'undefined' || /^(Node\.js|Deno|Bun|Cloudflare-Workers)/.test(navigator.userAgent);
}
