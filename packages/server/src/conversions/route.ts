import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import { refuse } from '../http/errors.js';
import { RATE_LIMIT_HEADERS, refusals } from '../http/responses.js';
import type { Store } from '../store/store.js';
import { answerConversions } from './answer.js';
import { ConversionSchema, SessionCountSchema } from './answer-schemas.js';
import { getConversionsBody, parseConversionsRequest } from './request.js';

const Answer = Type.Object(
  {
    error: Type.Boolean({ description: 'Always false.', examples: [false] }),
    data: Type.Union([Type.Array(Type.String()), Type.Array(ConversionSchema), Type.Array(SessionCountSchema)], {
      description:
        '`list`: a conversion id each, ordered by (time, id). `count`: a decimal string for each entry of `session_ids`, in its order. With `expand`: objects.',
      examples: [[]],
    }),
    next_cursor: Type.Optional(
      Type.Union([Type.String(), Type.Null()], {
        description: 'Only when `limit` or `cursor` was given; null on the last page.',
      }),
    ),
  },
  { description: 'Successful response', headers: RATE_LIMIT_HEADERS, examples: [{ error: false, data: [] }] },
);

/** `POST sessions/get-conversions`: which of these sessions converted, on what, and how often. */
export function addConversionsRoute(app: FastifyInstance, store: Store): void {
  app.post('/sessions/get-conversions', {
    config: { ability: 'conversions:read' },
    schema: {
      operationId: 'getSessionsConversions',
      summary: 'Get Sessions Conversions',
      tags: ['Sessions'],
      body: getConversionsBody.schema,
      response: { 200: Answer, ...refusals(422, 401, 403, 413, 415, 429, 503) },
    },
    handler: async (request, reply) => {
      const parsed = parseConversionsRequest(request.body, bearerOf(request).project);
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      reply.type('application/json; charset=utf-8');
      return answerConversions(store, parsed.request);
    },
  });
}
