import type { FastifyInstance } from 'fastify';
import { bearerOf } from '../access/access-plugin.js';
import { describeRoute } from '../access/route.js';
import { csvAnswer, wantsCsv } from '../http/csv/csv-answer.js';
import { refuse } from '../http/errors.js';
import { sessionQueryAnswer } from '../http/session-query-answer.js';
import type { Store } from '../store/store.js';
import { answerConversions } from './answer.js';
import { ConversionSchema, SessionCountSchema } from './answer-schemas.js';
import { conversionTable } from './conversion-table.js';
import { getConversionsBody, parseConversionsRequest } from './request.js';

const EXPANDED = {
  id: '1:url:thanks:e6',
  session_id: '1',
  type: 'url',
  goal: { key: 'thanks', name: 'Order placed', version: 1 },
  occurred_at: '2026-01-03T10:05:00.000Z',
  url: 'https://shop.example/thanks?x=1',
  title: 'Thanks',
  element: null,
  value: '49.00',
  currency: 'EUR',
  visit_id: '1:e6',
  origin: 'trusted',
};

const Answer = sessionQueryAnswer({
  title: 'ConversionsAnswer',
  thing: 'conversion',
  expanded: ConversionSchema,
  expandedCount: SessionCountSchema,
  examples: {
    none: { summary: 'No conversions', value: { error: false, data: [] } },
    list: {
      summary: 'key: list',
      value: { error: false, data: ['1:click:buy:e3', '1:url:thanks:e6', '2:click:buy:e2'] },
    },
    count: { summary: 'key: count', value: { error: false, data: ['2', '1', '0'] } },
    expanded_list: { summary: 'key: list, expand: true', value: { error: false, data: [EXPANDED] } },
    expanded_count: {
      summary: 'key: count, expand: true',
      value: {
        error: false,
        data: [{ session_id: '1', known: true, count: 2, by_type: { click: 1, url: 1, event: 0 } }],
      },
    },
    page: {
      summary: 'key: list, limit: 1',
      value: { error: false, data: ['1:click:buy:e3'], next_cursor: 'WzE3Njc0MzQ0MDksIjE6Y2xpY2s6YnV5OmUzIl0' },
    },
  },
});

/** `POST sessions/get-conversions`: which of these sessions converted, on what, and how often. */
export function addConversionsRoute(app: FastifyInstance, store: Store): void {
  app.post('/sessions/get-conversions', {
    ...describeRoute({
      ability: 'conversions:read',
      operationId: 'getSessionsConversions',
      summary: 'Get Sessions Conversions',
      tag: 'Sessions',
      csv: true,
      body: getConversionsBody.schema,
      answer: Answer,
    }),
    handler: async (request, reply) => {
      const parsed = parseConversionsRequest(request.body, bearerOf(request).project);
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      if (wantsCsv(request)) return csvAnswer(request, reply, conversionTable(store, parsed.request));
      reply.type('application/json; charset=utf-8');
      return answerConversions(store, parsed.request);
    },
  });
}
