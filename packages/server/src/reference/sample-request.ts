import { exampleOf, exampleOfMedia } from './example.js';
import type { Json } from './json.js';

/** A request of the kind its operation is there for. */
export interface SampleRequest {
  readonly method: string;
  readonly url: string;
  readonly authenticated: boolean;
  /** JSON is written in each language's own way; anything else is sent as it stands. */
  readonly body: { readonly type: string; readonly content: unknown } | null;
}

/** Made of the examples in the document, so that it is answered with a success wherever what they name is there. */
export function sampleRequest(document: Json, method: string, path: string, operation: Json): SampleRequest {
  const { parameters = [], requestBody, security = document.security } = operation;
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
    authenticated: security.length > 0,
    body: type === undefined ? null : { type, content: exampleOfMedia(document, media!) },
  };
}

function exampleOfParameter(document: Json, { example, schema }: Json): string {
  return encodeURIComponent(String(example ?? exampleOf(document, schema)));
}
