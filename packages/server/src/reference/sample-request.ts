import { exampleOf, exampleOfMedia } from './example.js';
import type { Json } from './json.js';

/** The media type of server-sent events. */
export const STREAM = 'text/event-stream';

/** A typical request of an operation. */
export interface SampleRequest {
  readonly method: string;
  readonly url: string;
  readonly authenticated: boolean;
  /** Whether the answer is a stream of events, which does not end. */
  readonly isStream: boolean;
  /** JSON is written as a literal of each language; any other content is sent unchanged. */
  readonly body: { readonly type: string; readonly content: unknown } | null;
}

/** Builds a request from the examples in the document. It succeeds wherever the named goals and sessions exist. */
export function sampleRequest(document: Json, method: string, path: string, operation: Json): SampleRequest {
  const { parameters = [], requestBody, responses, security = document.security } = operation;
  const filled = parameters
    .filter((parameter: Json) => parameter.in === 'path')
    .reduce(
      (url: string, parameter: Json) => url.replace(`{${parameter.name}}`, exampleOfParameter(document, parameter)),
      path,
    );
  const [type, media] = Object.entries<Json>(requestBody?.content ?? {})[0] ?? [];
  return {
    method,
    url: document.servers[0].url + filled,
    authenticated: security.length > 0 && security.every((one: Json) => Object.keys(one).length > 0),
    isStream: STREAM in (responses?.[200]?.content ?? {}),
    body: type === undefined ? null : { type, content: exampleOfMedia(document, media!) },
  };
}

function exampleOfParameter(document: Json, { example, schema }: Json): string {
  return encodeURIComponent(String(example ?? exampleOf(document, schema)));
}
