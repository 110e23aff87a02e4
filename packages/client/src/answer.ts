import { GoalpostError } from './errors.js';

/** The JSON of a successful answer. @throws GoalpostError for every other answer. */
export async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  const body = parseJson(text);
  if (response.ok && body !== undefined) return body;
  throw toError(response, body);
}

/** The error that an answer without success stands for. */
export async function refusalOf(response: Response): Promise<GoalpostError> {
  return toError(response, parseJson(await response.text()));
}

/** Seconds to wait; null when the header is absent or invalid. It may also be a date (RFC 9110, 10.2.3). */
export function retryAfterOf({ headers }: Response): number | null {
  const text = headers.get('retry-after') ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  const seconds = Math.ceil((Date.parse(text) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toError(response: Response, body: unknown): GoalpostError {
  const { status } = response;
  const { message: sentence, errors } = (body ?? {}) as { message?: unknown; errors?: unknown };
  const message = typeof sentence === 'string' ? sentence : `The answer (status ${status}) did not come from Goalpost.`;
  if (status === 422 && typeof errors === 'object' && errors !== null) {
    return new GoalpostError({ kind: 'invalid', status, errors: errors as Record<string, string[]> }, message);
  }
  if (status === 429)
    return new GoalpostError({ kind: 'rate_limited', status, retryAfter: retryAfterOf(response) }, message);
  if (UNAVAILABLE.includes(status)) {
    return new GoalpostError({ kind: 'unavailable', status, retryAfter: retryAfterOf(response) }, message);
  }
  return new GoalpostError({ kind: KINDS[status] ?? 'unexpected', status }, message);
}

const UNAVAILABLE = [502, 503, 504];
const KINDS: Readonly<Record<number, 'unauthenticated' | 'forbidden' | 'not_found' | 'too_large'>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  413: 'too_large',
};
