import type { FastifyInstance } from 'fastify';
import { bearerOf } from '../access/access-plugin.js';
import { describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import { sessionQueryAnswer } from '../http/session-query-answer.js';
import type { Store } from '../store/store.js';
import { answerVisits } from './answer.js';
import { VisitCountSchema, VisitSchema } from './answer-schemas.js';
import { getVisitsBody, parseVisitsRequest } from './request.js';

const EXPANDED = {
  id: '1:e1',
  session_id: '1',
  occurred_at: '2026-01-03T10:00:00.000Z',
  url: 'https://shop.example/',
  title: 'Shop',
  referrer: 'https://news.example/',
  origin: 'trusted',
};

const Answer = sessionQueryAnswer({
  title: 'VisitsAnswer',
  thing: 'visit',
  expanded: VisitSchema,
  expandedCount: VisitCountSchema,
  examples: {
    list: { summary: 'key: list', value: { error: false, data: ['1:e1', '1:e4', '2:e1'] } },
    count: { summary: 'key: count', value: { error: false, data: ['2', '1', '0'] } },
    expanded_list: { summary: 'key: list, expand: true', value: { error: false, data: [EXPANDED] } },
    expanded_count: {
      summary: 'key: count, expand: true',
      value: { error: false, data: [{ session_id: '1', known: true, count: 2 }] },
    },
  },
});

/** `POST sessions/get-visits`: which pages were viewed in these sessions, and how many. */
export function addVisitsRoute(app: FastifyInstance, store: Store): void {
  app.post('/sessions/get-visits', {
    ...describeRoute({
      ability: 'sessions:read',
      operationId: 'getSessionsVisits',
      summary: 'Get Sessions Visits',
      description: 'A visit is one page view.',
      tag: 'Sessions',
      body: getVisitsBody.schema,
      answer: Answer,
    }),
    handler: async (request, reply) => {
      const parsed = parseVisitsRequest(request.body, bearerOf(request).project);
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      reply.type('application/json; charset=utf-8');
      return answerVisits(store, parsed.request);
    },
  });
}
