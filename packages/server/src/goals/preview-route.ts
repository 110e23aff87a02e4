import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import { describeRoute } from '../access/route.js';
import { count, originField, textOrNull, time } from '../http/answer-fields.js';
import { refuse } from '../http/errors.js';
import type { Event } from '../model/event.js';
import type { Store } from '../store/store.js';
import { PREVIEW_DAYS_MAX, PREVIEW_EVENTS_MAX, type Preview, previewGoal, warningsOf } from './preview.js';
import { PreviewBody, parsePreview } from './preview-request.js';

const PreviewResource = Type.Object(
  {
    examined: count('Events of the type and period that were matched against the rule.', 1200),
    matched: count('Events that the rule matches.', 31),
    sessions: count('Sessions with a matching event.', 29),
    days: Type.Array(
      Type.Object({
        date: Type.String({ format: 'date', description: "In the project's time zone.", examples: ['2026-01-03'] }),
        matched: count('Matching events.', 4),
      }),
      {
        description: `Matching events by day, oldest first, without the days that have none; of the last ${PREVIEW_DAYS_MAX} days up to the latest match.`,
        examples: [[]],
      },
    ),
    complete: Type.Boolean({
      description: `Whether all of the period was examined; at most some ${PREVIEW_EVENTS_MAX} events are, of the sessions that began last.`,
      examples: [true],
    }),
    examples: Type.Array(
      Type.Object({
        session_id: Type.String({ examples: ['1'] }),
        event_id: Type.String({ examples: ['e1'] }),
        occurred_at: time(),
        origin: originField('Who sent the event'),
        url: textOrNull('The page.'),
        text: textOrNull('For a click: its text.'),
        href: textOrNull('For a click: where the link leads.'),
        name: textOrNull('For a custom event: its name.'),
      }),
      { description: 'Some of the matching events, at most ten.', examples: [[]] },
    ),
    warnings: Type.Array(Type.String(), {
      description: 'Warnings before you create the goal: that the rule matches nothing, or too much.',
      examples: [[]],
    }),
  },
  { title: 'GoalPreview', description: 'The events that a rule would have matched.' },
);

/** `POST goals/preview`: tries a rule on stored events. Nothing is stored. */
export function addPreviewRoute(app: FastifyInstance, { goals }: Pick<Store, 'goals'>): void {
  app.post('/goals/preview', {
    ...describeRoute({
      ability: 'goals:write',
      operationId: 'previewGoal',
      summary: 'Preview a goal',
      description: 'How many stored events of a period a rule would match, with examples. Nothing is stored.',
      tag: 'Goals',
      body: PreviewBody,
      data: PreviewResource,
    }),
    handler: async (request) => {
      const { project } = bearerOf(request);
      const parsed = parsePreview(request.body, project);
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      const preview = await previewGoal(goals, parsed.query, project.timeZone);
      return { error: false, data: presentPreview(preview, warningsOf(preview, parsed.query)) };
    },
  });
}

/** Formats a preview for the API, as `PreviewResource` describes it. */
export function presentPreview(preview: Preview, warnings: readonly string[]): object {
  const { examined, matched, sessions, days, isComplete: complete, examples } = preview;
  return { examined, matched, sessions, days, complete, examples: examples.map(presentExample), warnings };
}

function presentExample(event: Event): object {
  return {
    session_id: event.sessionId,
    event_id: event.id,
    occurred_at: new Date(event.at).toISOString(),
    origin: event.origin,
    url: event.url,
    text: event.type === 'click' ? event.text : null,
    href: event.type === 'click' ? event.href : null,
    name: event.type === 'event' ? event.name : null,
  };
}
