import type { FastifyInstance } from 'fastify';
import { bearerOf } from '../access/access-plugin.js';
import { csvAnswer, wantsCsv } from '../http/csv/csv-answer.js';
import { refuse } from '../http/errors.js';
import { originOf } from '../http/origin.js';
import { refusals, success } from '../http/responses.js';
import type { Store } from '../store/store.js';
import { listSessionsBody, parseListSessions } from './list-request.js';
import { paginate, paginated } from './paginator.js';
import { presentSession } from './present.js';
import { SessionSchema } from './session-schema.js';
import { sessionTable } from './session-table.js';

/** `POST project/sessions`: the sessions of a period, filtered, sorted and in pages. */
export function addListSessionsRoute(
  app: FastifyInstance,
  { sessions }: Pick<Store, 'sessions'>,
  now: () => number,
): void {
  app.post('/project/sessions', {
    config: { ability: 'sessions:read' },
    schema: {
      operationId: 'listSessions',
      summary: 'List sessions',
      description:
        'Sessions that started in the period. `Accept: text/csv` gives those of all pages as CSV; texts that a spreadsheet would take for formulas get an apostrophe, unless `?raw=true`.',
      tags: ['Sessions'],
      body: listSessionsBody.schema,
      response: { 200: success(paginated(SessionSchema)), ...refusals(422, 401, 403, 413, 415, 429, 503) },
    },
    handler: async (request, reply) => {
      const parsed = parseListSessions(request.body, request.query, bearerOf(request).project);
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      const { selection, page, pageNumber } = parsed.request;
      if (wantsCsv(request)) return csvAnswer(request, reply, sessionTable(sessions, parsed.request, now()));
      const path = `${originOf(request)}${request.routeOptions.url}`;
      const { total, sessions: found } = await sessions.list(selection, page);
      const data = found.map(presentSession);
      return { error: false, data: paginate({ path, page: pageNumber, perPage: page.limit, total, data }) };
    },
  });
}
