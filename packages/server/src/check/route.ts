import type { FastifyInstance } from 'fastify';
import { bearerOf } from '../access/access-plugin.js';
import { describeRoute } from '../access/route.js';
import type { TrackProblems } from '../collect/track/problems.js';
import { untilClosed } from '../http/connection/until-closed.js';
import { ok } from '../http/responses.js';
import type { Reporting } from '../reports/answer.js';
import type { Store } from '../store/store.js';
import { checkProject } from './check.js';
import { CheckResource } from './check-schemas.js';

/** `GET project/check`: whether tracking of the project works. */
export function addCheckRoute(
  app: FastifyInstance,
  store: Pick<Store, 'goals' | 'reports' | 'sessions'>,
  { reporting, problems }: { readonly reporting: Reporting; readonly problems: TrackProblems },
): void {
  app.get('/project/check', {
    ...describeRoute({
      ability: 'reports:read',
      operationId: 'checkProject',
      summary: 'Check whether tracking works',
      tag: 'Projects',
      data: CheckResource,
    }),
    handler: async (request, reply) => {
      const { project } = bearerOf(request);
      const recent = problems.recent(project.id);
      return ok(await checkProject(store, reporting, project, recent, untilClosed(reply)));
    },
  });
}
