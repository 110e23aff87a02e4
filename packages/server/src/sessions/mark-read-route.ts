import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import { describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import { ok } from '../http/responses.js';
import { SessionIdField } from '../http/session-query.js';
import type { SessionId } from '../model/ids.js';
import type { Store } from '../store/store.js';
import { nullable } from '../validation/rule-schemas.js';
import { checker } from '../validation/schema.js';
import { markSessions, READ_STATUSES } from './read-marks.js';

/** A page of `project/sessions` has as many. */
export const MARKED_MAX = 100;

const MarkReadBody = Type.Object(
  {
    session_ids: Type.Array(SessionIdField, {
      minItems: 1,
      maxItems: MARKED_MAX,
      description: 'The sessions to mark. Ids that the project does not have are left out.',
      examples: [[1, 2, 3]],
      expected: `a list of 1 to ${MARKED_MAX} session ids`,
    }),
    status: nullable(
      Type.Enum([...READ_STATUSES], {
        type: 'string',
        description: 'What `read_status` of `project/sessions` says from now on; null takes it away.',
        examples: ['read'],
        expected: 'read, unread or null',
      }),
    ),
  },
  { title: 'MarkReadRequest', description: 'Sessions to mark. Unknown fields are ignored.' },
);
const bodyChecker = checker(MarkReadBody);

const Marked = Type.Object(
  { marked: Type.Integer({ minimum: 0, description: 'Sessions that have this status now.', examples: [3] }) },
  { title: 'MarkedSessions', description: 'How many sessions were marked.' },
);

/** `POST sessions/mark-read`: whether people have looked at sessions. */
export function addMarkReadRoute(
  app: FastifyInstance,
  { sessions, documents }: Pick<Store, 'sessions' | 'documents'>,
): void {
  app.post('/sessions/mark-read', {
    ...describeRoute({
      ability: 'goals:write',
      operationId: 'markSessionsRead',
      summary: 'Mark sessions as read',
      description: 'For all who look at the project. The mark is erased with the session.',
      tag: 'Sessions',
      data: Marked,
      body: MarkReadBody,
    }),
    handler: async (request) => {
      const { project } = bearerOf(request);
      const checked = bodyChecker.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      const ids = checked.value.session_ids.map((id) => String(id) as SessionId);
      const known = [...(await sessions.known(project.id, ids))];
      await markSessions(documents, project.id, known, checked.value.status);
      return ok({ marked: known.length });
    },
  });
}
