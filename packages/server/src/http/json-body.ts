import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseCleanJson } from '../validation/clean.js';
import { type Fault, fault } from '../validation/faults.js';
import { readText } from './body-text.js';
import { refuse } from './errors.js';

export const BODY_BYTES_MAX = 1_048_576;
/** No request of the API is deeper than 5; what is deeper is not worth walking through. */
export const BODY_DEPTH_MAX = 32;

/** Reads `application/json` bodies; what is not JSON, or too deep, is a 422 for the field `body`. */
export function addJsonBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', jsonParser);
}

/** Reads a body as JSON, whatever its type says it is, up to the size that its route allows. */
export function jsonParser(
  request: FastifyRequest,
  _payload: unknown,
  done: (error: Error | null, value?: unknown) => void,
): void {
  const { bodyBytesMax = BODY_BYTES_MAX } = request.routeOptions.config;
  readText(request, bodyBytesMax, (error, text) => {
    if (error) return done(error);
    const parsed = parseJson(text);
    if (parsed.ok) done(null, parsed.value);
    else done(refuse.invalid([parsed.fault]));
  });
}

export type ParsedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: Fault };

/** What a body says; the fault is of the field `body`. */
export function parseJson(text: string): ParsedJson {
  let value: unknown;
  try {
    value = parseCleanJson(text);
  } catch (error) {
    const reason = text.trim() === '' ? 'it is empty' : (error as Error).message;
    return { ok: false, fault: fault('body', 'not_json', { reason }) };
  }
  if (isDeeperThan(value, BODY_DEPTH_MAX)) {
    return { ok: false, fault: fault('body', 'too_deep', { levels: BODY_DEPTH_MAX }) };
  }
  return { ok: true, value };
}

/** Goes no deeper than `depthMax` itself, so that nobody can make it run out of stack. */
function isDeeperThan(value: unknown, depthMax: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depthMax === 0) return true;
  const children = Array.isArray(value) ? value : Object.values(value);
  return children.some((child) => isDeeperThan(child, depthMax - 1));
}
