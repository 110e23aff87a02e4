import { addressOf, answered, CallError, projectHeaders } from './call.js';

export interface Upload {
  /** Below the base path, with its query. */
  readonly path: string;
  readonly file: Blob;
  readonly mediaType: string;
  /** Called with the share that was sent, from 0 to 1. */
  progress(share: number): void;
  readonly signal: AbortSignal;
}

/** Posts a file of any size. Rejects with a `CallError`; never settles when the signal aborts. */
export async function upload<Answer>(given: Upload): Promise<Answer> {
  return (await answered(await post(given))).json();
}

/** Not by `fetch`, which does not tell how much was sent. */
function post({ path, file, mediaType, progress, signal }: Upload): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressOf(path));
    for (const [name, value] of Object.entries({ ...projectHeaders(), 'content-type': mediaType })) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener('progress', ({ loaded }) => progress(file.size === 0 ? 1 : loaded / file.size));
    request.addEventListener('error', () => reject(new CallError(0, 'the connection broke')));
    request.addEventListener('load', () => {
      const { status, statusText, responseText } = request;
      resolve(new Response(responseText, { status, statusText }));
    });
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
