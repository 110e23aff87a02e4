import type { FastifyInstance } from 'fastify';
import { bearerOf } from '../access/access-plugin.js';
import { describeRoute } from '../access/route.js';
import { untilClosed } from '../http/connection/until-closed.js';
import { csvAnswer, wantsCsv } from '../http/csv/csv-answer.js';
import { originOf } from '../http/origin.js';
import type { Reporting } from '../reports/answer.js';
import type { Store } from '../store/store.js';
import { ListSessionsSchema } from './list-request.js';
import { paginate, paginated } from './paginator.js';
import { listOf, readListRequest } from './read-list.js';
import { presentListed } from './read-marks.js';
import { SessionSchema } from './session-schema.js';
import { sessionTable } from './session-table.js';

/** `POST project/sessions`: the sessions of a period, filtered, sorted and in pages. */
export function addListSessionsRoute(
  app: FastifyInstance,
  store: Pick<Store, 'goals' | 'sessions' | 'funnels' | 'documents'>,
  reporting: Reporting,
): void {
  app.post('/project/sessions', {
    ...describeRoute({
      ability: 'sessions:read',
      operationId: 'listSessions',
      summary: 'List sessions',
      description:
        'Sessions that started in the period. `Accept: text/csv` gives those of all pages as CSV; texts that a spreadsheet would take for formulas get an apostrophe, unless `?raw=true`.',
      tag: 'Sessions',
      csv: true,
      body: ListSessionsSchema,
      data: paginated(SessionSchema),
    }),
    handler: async (request, reply) => {
      const now = reporting.now();
      const { project } = bearerOf(request);
      const asked = await readListRequest(store, project, request.body, request.query, now);
      const list = listOf(store, reporting, asked, untilClosed(reply));
      if (wantsCsv(request)) return csvAnswer(request, reply, sessionTable(list, asked, now));
      const { selection, page, pageNumber } = asked;
      const path = `${originOf(request)}${request.routeOptions.url}`;
      const { total, sessions: found } = await list(selection, page);
      const data = await presentListed(store.documents, project.id, found);
      return { error: false, data: paginate({ path, page: pageNumber, perPage: page.limit, total, data }) };
    },
  });
}
