import { account } from '../state/account.js';
import { project } from '../state/project.js';
import { closeShared, shared } from '../state/shared.js';

/** What went wrong with a call: no answer came, or the answer was a refusal. */
export class CallError extends Error {
  /** The status of HTTP; 0 when no answer came. */
  readonly status: number;
  /** By field, for a 422. */
  readonly faults: Readonly<Record<string, readonly string[]>>;
  /** Seconds to wait; null when the answer named none. */
  readonly retryAfter: number | null;

  constructor(status: number, message: string, faults: CallError['faults'] = {}, retryAfter: number | null = null) {
    super(message);
    this.status = status;
    this.faults = faults;
    this.retryAfter = retryAfter;
  }
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base path: `reports/conversions`. */
  readonly path: string;
  readonly body?: unknown;
}

/** The address of an endpoint, in full. The console may be at any prefix of its host. */
export function addressOf(path: string): string {
  return new URL(`api/services/analytics/v1/${path}`, document.baseURI).href;
}

/** Calls an endpoint. Rejects with a `CallError`, or with the signal's reason when it aborts. */
export async function call<Answer>(call: Call, signal?: AbortSignal): Promise<Answer> {
  return (await send(call, 'application/json', signal)).json();
}

/** Calls an endpoint for CSV. Rejects as `call` does. */
export async function callForCsv(call: Call): Promise<Blob> {
  return (await send(call, 'text/csv')).blob();
}

async function send({ method, path, body }: Call, accept: string, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept, ...projectHeaders() };
  if (body !== undefined) headers['content-type'] = 'application/json';
  // A share link shows the same to whoever is signed in.
  const credentials = shared.value ? 'omit' : 'same-origin';
  const request: RequestInit = { method, headers, credentials, ...(signal && { signal }) };
  if (body !== undefined) request.body = JSON.stringify(body);
  const answer = await fetch(addressOf(path), request).catch((error) => {
    throw signal?.aborted ? error : new CallError(0, String(error));
  });
  return answered(answer);
}

/** Says which project a call is about, and with a share link, by what right. */
export function projectHeaders(): Readonly<Record<string, string>> {
  if (shared.value) return { authorization: `Bearer ${shared.value.token}` };
  return project.value ? { 'goalpost-project': project.value.id } : {};
}

/** The answer itself. Rejects with a `CallError` for a refusal. */
export async function answered(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  if (answer.status === 401) {
    // The session has ended. Signing in again shows the same place.
    if (shared.value) closeShared();
    else account.value = null;
  }
  throw await refusal(answer);
}

async function refusal(answer: Response): Promise<CallError> {
  const text = await answer.text();
  const wait = Number(answer.headers.get('retry-after')) || null;
  try {
    const { message, errors } = JSON.parse(text);
    return new CallError(answer.status, message ?? Object.values(errors ?? {}).flat()[0] ?? text, errors, wait);
  } catch {
    // A proxy between this page and the server has answered.
    return new CallError(answer.status, answer.statusText, {}, wait);
  }
}
