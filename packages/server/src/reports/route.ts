import type { FastifyInstance } from 'fastify';
import { bearerOf } from '../access/access-plugin.js';
import { describeRoute } from '../access/route.js';
import { untilClosed } from '../http/connection/until-closed.js';
import { csvAnswer, wantsCsv } from '../http/csv/csv-answer.js';
import type { Store } from '../store/store.js';
import { answerReport, answerReportTable, type Reporting } from './answer.js';
import { ReportAnswerSchema } from './answer-schemas.js';
import { reportBody } from './body.js';

/** `POST reports/conversions`: what all sessions of a period did. */
export function addReportRoute(app: FastifyInstance, store: Store, reporting: Reporting): void {
  app.post('/reports/conversions', {
    ...describeRoute({
      ability: 'reports:read',
      isShared: true,
      operationId: 'getReport',
      summary: 'Report on conversions',
      description:
        'How many sessions converted, how often, and for how much: in all, and by up to two groups. Every figure is exact. `Accept: text/csv` gives all rows as CSV; texts that a spreadsheet would take for formulas get an apostrophe, unless `?raw=true`.',
      tag: 'Reports',
      csv: true,
      body: reportBody.schema,
      answer: ReportAnswerSchema,
    }),
    handler: async (request, reply) => {
      const { project } = bearerOf(request);
      const signal = untilClosed(reply);
      if (wantsCsv(request)) {
        const table = await answerReportTable(store, reporting, project, request.body, signal);
        return csvAnswer(request, reply, table);
      }
      return { error: false, data: await answerReport(store, reporting, project, request.body, signal) };
    },
  });
}
