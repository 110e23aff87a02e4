import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import { describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import type { SessionId } from '../model/ids.js';
import type { Store } from '../store/store.js';

const count = (description: string, example: number) => Type.Integer({ minimum: 0, description, examples: [example] });

const Receipt = Type.Object(
  {
    session_id: Type.String({ examples: ['1'] }),
    erased_at: Type.String({ format: 'date-time', description: 'UTC.', examples: ['2026-01-03T10:00:00.000Z'] }),
    visits: count('Visits that were erased.', 3),
    clicks: count('Clicks that were erased.', 2),
    events: count('Custom events that were erased, counted as in the session.', 1),
    conversions: count('Conversions that were erased.', 2),
  },
  { title: 'ErasedSession', description: 'The erased session. It is gone from the store and cannot be restored.' },
);

/** `DELETE sessions/{id}`: erases a session with everything that happened in it. */
export function addEraseRoute(
  app: FastifyInstance,
  store: Pick<Store, 'sessions' | 'documents'>,
  now: () => number,
): void {
  app.delete<{ Params: { id: string } }>('/sessions/:id', {
    ...describeRoute({
      ability: 'sessions:erase',
      notFound: 'no_session',
      operationId: 'eraseSession',
      summary: 'Erase a session',
      description: 'Its events and conversions disappear from every answer, and their bytes from the store.',
      tag: 'Sessions',
      params: Type.Object({ id: Type.String({ description: 'Id of the session.', examples: ['1'] }) }),
      data: Receipt,
    }),
    handler: async (request) => {
      const { id } = request.params;
      const { by, project } = bearerOf(request);
      const erased = await store.sessions.erase(project.id, id as SessionId);
      if (!erased) throw refuse.notFound('no_session', { id });
      await app.audit.note(project.id, { by, change: 'session.erased', subject: id, at: now() });
      const { visits, clicks, customEvents: events, conversions } = erased;
      const erased_at = new Date(now()).toISOString();
      return { error: false, data: { session_id: id, erased_at, visits, clicks, events, conversions } };
    },
  });
}
