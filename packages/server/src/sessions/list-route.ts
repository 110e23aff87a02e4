import type { FastifyInstance } from 'fastify';
import { bearerOf } from '../access/access-plugin.js';
import { refuse } from '../http/errors.js';
import { originOf } from '../http/origin.js';
import { refusals, success } from '../http/responses.js';
import type { Store } from '../store/store.js';
import { listSessionsBody, parseListSessions } from './list-request.js';
import { paginate, paginated } from './paginator.js';
import { presentSession } from './present.js';
import { SessionSchema } from './session-schema.js';

/** `POST project/sessions`: the sessions of a period, filtered, sorted and in pages. */
export function addListSessionsRoute(app: FastifyInstance, { sessions }: Pick<Store, 'sessions'>): void {
  app.post('/project/sessions', {
    config: { ability: 'sessions:read' },
    schema: {
      operationId: 'listSessions',
      summary: 'List sessions',
      description: 'Sessions that started in the period.',
      tags: ['Sessions'],
      body: listSessionsBody.schema,
      response: { 200: success(paginated(SessionSchema)), ...refusals(422, 401, 403, 413, 415, 429, 503) },
    },
    handler: async (request) => {
      const parsed = parseListSessions(request.body, request.query, bearerOf(request).project);
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      const { selection, page, pageNumber } = parsed.request;
      const path = `${originOf(request)}${request.routeOptions.url}`;
      const { total, sessions: found } = await sessions.list(selection, page);
      const data = found.map(presentSession);
      return { error: false, data: paginate({ path, page: pageNumber, perPage: page.limit, total, data }) };
    },
  });
}
