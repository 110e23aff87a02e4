import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import { describeRoute } from '../access/route.js';
import { textOrNull } from '../http/answer-fields.js';
import { refuse } from '../http/errors.js';
import type { SessionId } from '../model/ids.js';
import type { Store } from '../store/store.js';
import { presentTimeline } from './present-timeline.js';
import { sessionFields } from './session-schema.js';
import { parseTimelineQuery, TimelineQuery } from './timeline-request.js';
import { EntrySchema } from './timeline-schemas.js';

const SessionTimeline = Type.Object(
  {
    ...sessionFields,
    timeline: Type.Array(EntrySchema, { description: 'What happened, ordered by (time, id).' }),
    next_cursor: textOrNull('Cursor of the next page; null at the end of the timeline.'),
  },
  { title: 'SessionTimeline', description: 'A session and what happened in it.' },
);

/** `GET sessions/{id}`: one session as a timeline, with the goals that were met. */
export function addTimelineRoute(app: FastifyInstance, { sessions }: Pick<Store, 'sessions'>): void {
  app.get<{ Params: { id: string } }>('/sessions/:id', {
    ...describeRoute({
      ability: 'sessions:read',
      notFound: 'no_session',
      operationId: 'getSession',
      summary: 'Get a session',
      description: 'One session as a timeline: visits, clicks and custom events, and which goals each of them met.',
      tag: 'Sessions',
      params: Type.Object({ id: Type.String({ description: 'Id of the session.', examples: ['1'] }) }),
      querystring: TimelineQuery.schema,
      data: SessionTimeline,
    }),
    handler: async (request) => {
      const { id } = request.params;
      const parsed = parseTimelineQuery(request.query);
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      const timeline = await sessions.timeline(bearerOf(request).project.id, id as SessionId, parsed.request);
      if (!timeline) throw refuse.notFound('no_session', { id });
      return { error: false, data: presentTimeline(timeline) };
    },
  });
}
