import type { FastifyInstance } from 'fastify';
import { bearerOf } from '../access/access-plugin.js';
import { describeRoute } from '../access/route.js';
import { untilClosed } from '../http/connection/until-closed.js';
import { csvAnswer, wantsCsv } from '../http/csv/csv-answer.js';
import type { Reporting } from '../reports/answer.js';
import type { Store } from '../store/store.js';
import { answerFunnel, answerFunnelTable } from './answer.js';
import { FunnelAnswerSchema } from './answer-schemas.js';
import { FunnelRequestSchema } from './body.js';

/** `POST reports/funnel`: how far the sessions of a period went, step by step. */
export function addFunnelRoute(app: FastifyInstance, store: Store, reporting: Reporting): void {
  app.post('/reports/funnel', {
    ...describeRoute({
      ability: 'reports:read',
      isShared: true,
      operationId: 'getFunnel',
      summary: 'Report on a funnel',
      description:
        'How many sessions reached each step, one after the other, and how long it took them: in all, and by one property of the session. Every figure is exact. `Accept: text/csv` gives a row for each step as CSV.',
      tag: 'Reports',
      csv: true,
      body: FunnelRequestSchema,
      answer: FunnelAnswerSchema,
    }),
    handler: async (request, reply) => {
      const { project } = bearerOf(request);
      const signal = untilClosed(reply);
      if (wantsCsv(request)) {
        return csvAnswer(request, reply, await answerFunnelTable(store, reporting, project, request.body, signal));
      }
      return { error: false, data: await answerFunnel(store, reporting, project, request.body, signal) };
    },
  });
}
