import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyInstance } from 'fastify';
import { type ApiError, refuse } from '../errors.js';
import type { RefusalCounts } from './refusal-counts.js';

/**
 * Answers input that is not HTTP, in the shape of every other refusal. There is no request yet, so no rate limit applies; the
 * connection is closed.
 */
export function answerUnreadable(counts: RefusalCounts) {
  return function (this: FastifyInstance, { code }: ConnectionError, socket: Socket): void {
    if (HUNG_UP.has(code) || !socket.writable) return void socket.destroy();
    const refusal = toRefusal(code);
    counts.refused(refusal.kind);
    // The error itself contains the bytes that were sent, possibly with a token, so it is not logged.
    this.log.info({ kind: refusal.kind, code, why: refusal.message }, 'refused');
    socket.write(asHttp(refusal));
    socket.destroySoon();
  };
}

/** The client has gone, so there is nobody to answer. A running request is notified separately. */
const HUNG_UP: ReadonlySet<string> = new Set(['ECONNRESET', 'HPE_INVALID_EOF_STATE']);

function toRefusal(code: string): ApiError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refuse.malformedHttp(408, 'too_slow');
  if (code === 'HPE_HEADER_OVERFLOW') return refuse.malformedHttp(431, 'headers_too_large');
  return refuse.malformedHttp(400, 'not_http');
}

function asHttp({ statusCode, body }: ApiError): string {
  const text = JSON.stringify(body);
  return [
    `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    '',
    text,
  ].join('\r\n');
}
