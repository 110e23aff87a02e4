import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { NoProject, StoreUnavailable } from '../../store/store.js';
import { ApiError, INTERNAL_ERROR, refuse } from '../errors.js';
import { fromWhom } from './from-whom.js';
import type { RefusalCounts } from './refusal-counts.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The media type that a route reads, if not JSON. A 415 names it. */
    mediaType?: string;
    /** The largest body that a route reads, in bytes, if not the limit of JSON bodies. */
    bodyBytesMax?: number;
  }
}

/** Answers with the refusal for a thrown error. */
export function answerError(counts: RefusalCounts) {
  return (error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { statusCode, headers, body } = toRefusal(error, request, counts);
    return reply.code(statusCode).headers(headers).send(body);
  };
}

/** The refusal for an error, counted and logged. An unexpected error becomes a 500 that shows no details. */
export function toRefusal(error: Error, request: FastifyRequest, counts: RefusalCounts): Refused {
  const refusal = foreseen(error, request);
  if (!refusal) {
    request.log.error({ err: error }, 'a request failed');
    return { statusCode: 500, headers: {}, body: INTERNAL_ERROR };
  }
  counts.refused(refusal.kind);
  if (refusal.kind === 'unavailable') request.log.warn({ err: error }, 'the store cannot answer');
  else logRefusal(request, refusal);
  return refusal;
}

function logRefusal(request: FastifyRequest, { kind, message }: ApiError): void {
  const why = withoutValues(message);
  request.log.info({ kind, route: request.routeOptions.url, ...fromWhom(request), why }, 'refused');
}

/** Sentences quote what was sent, which may be a token or somebody's name: it is not for the log. */
function withoutValues(sentence: string): string {
  return sentence.replace(/; got .*/s, '.').replace(/".*"/s, '"…"');
}

type Refused = Pick<ApiError, 'statusCode' | 'headers' | 'body'>;

function foreseen(error: Error, request: FastifyRequest): ApiError | null {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreUnavailable) return refuse.unavailable();
  // Whatever gave access to the project is void with it.
  if (error instanceof NoProject) return refuse.unauthenticated();
  if (error === request.raw.errored) return refuse.malformedHttp(400, 'connection_closed');
  const { code, statusCode = 500 } = error as FastifyError;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return refuse.unsupportedMediaType(request.routeOptions.config.mediaType ?? 'application/json');
  }
  return statusCode >= 400 && statusCode < 500 ? refuse.malformedHttp(statusCode, 'unreadable') : null;
}
