import { text } from 'node:stream/consumers';
import Type, { type TSchema } from 'typebox';
import type { Bearer } from '../access/bearer.js';
import { answerConversions } from '../conversions/answer.js';
import { getConversionsBody, parseConversionsRequest } from '../conversions/request.js';
import { answerFunnel } from '../funnels/answer.js';
import { FunnelRequestSchema } from '../funnels/body.js';
import { presentGoal } from '../goals/definition.js';
import { previewGoal, warningsOf } from '../goals/preview.js';
import { PreviewBody, parsePreview } from '../goals/preview-request.js';
import { presentPreview } from '../goals/preview-route.js';
import { refuse } from '../http/errors.js';
import { success } from '../http/list-answer.js';
import type { SessionId } from '../model/ids.js';
import type { Ability } from '../model/token.js';
import { answerReport, type Reporting } from '../reports/answer.js';
import { reportBody } from '../reports/body.js';
import { ListSessionsSchema } from '../sessions/list-request.js';
import { pageOf } from '../sessions/paginator.js';
import { presentTimeline } from '../sessions/present-timeline.js';
import { listOf, readListRequest } from '../sessions/read-list.js';
import { presentListed } from '../sessions/read-marks.js';
import type { Store } from '../store/store.js';
import { isRecord } from '../validation/faults.js';
import { ENTRIES_DEFAULT, parseTimelineInput, timelineInput } from './timeline-input.js';

/** An endpoint as a language model calls it: the same fields, checks and answer, by the same code. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The ability that the token must have. */
  readonly ability: Ability;
  /** Schema of the input, a JSON object. */
  readonly input: TSchema;
  /**
   * The JSON text of the endpoint's answer. Throws an `ApiError` as the endpoint would. `signal` aborts when nobody waits
   * for the answer anymore.
   */
  run(bearer: Bearer, input: unknown, signal: AbortSignal): Promise<string>;
}

export function toolsOf(store: Store, reporting: Reporting): readonly Tool[] {
  return [
    {
      name: 'get_conversions',
      title: 'Get conversions of sessions',
      description: `Which of these sessions converted, on what, and how often. A conversion id reads session_id:type:goal_key:event_id. Lists come in pages of ${ENTRIES_DEFAULT} unless limit is given. next_cursor leads to the next page and is null at the end.`,
      ability: 'conversions:read',
      input: getConversionsBody.schema,
      async run({ project }, input) {
        const parsed = parseConversionsRequest(withLimit(input), project);
        if (!parsed.ok) throw refuse.invalid(parsed.faults);
        const answer = await answerConversions(store, parsed.request);
        return typeof answer === 'string' ? answer : text(answer);
      },
    },
    {
      name: 'report',
      title: 'Report on conversions',
      description: `How many sessions of a period converted, how often, and for how much: in all, and in rows by up to two groups, such as source, day or goal. compare adds an earlier period. Every figure is exact. Rows come in pages of ${ENTRIES_DEFAULT} unless limit is given. next_cursor leads to the next page and is null at the end.`,
      ability: 'reports:read',
      input: reportBody.schema,
      async run({ project }, input, signal) {
        const data = await answerReport(store, reporting, project, withLimits(input), signal);
        return json(data);
      },
    },
    {
      name: 'funnel',
      title: 'Report on a funnel',
      description: `How many sessions of a period reached each step, one after the other, where they left, and how long they took. A step is a goal, or a rule. group_by gives rows for each value of a property of the session; they come in pages of ${ENTRIES_DEFAULT} unless limit is given. compare adds an earlier period. Every figure is exact.`,
      ability: 'reports:read',
      input: FunnelRequestSchema,
      async run({ project }, input, signal) {
        return json(await answerFunnel(store, reporting, project, withLimit(input), signal));
      },
    },
    {
      name: 'list_sessions',
      title: 'List sessions',
      description:
        'The sessions that started in a period, filtered, sorted and in pages: where visitors came from, which browser they used, how long they stayed, and how often they converted. total counts the sessions on all pages; page selects one.',
      ability: 'sessions:read',
      input: ListSessionsSchema,
      async run({ project }, input, signal) {
        const asked = await readListRequest(store, project, input, {}, reporting.now());
        const { selection, page, pageNumber } = asked;
        const { total, sessions } = await listOf(store, reporting, asked, signal)(selection, page);
        const data = await presentListed(store.documents, project.id, sessions);
        return json(pageOf({ page: pageNumber, perPage: page.limit, total, data }));
      },
    },
    {
      name: 'session_timeline',
      title: 'Get the timeline of a session',
      description:
        'What happened in one session, in order: visits, clicks and custom events, and which goals each of them met. next_cursor leads to the next entries and is null at the end.',
      ability: 'sessions:read',
      input: timelineInput.schema,
      async run({ project }, input) {
        const parsed = parseTimelineInput(input);
        if (!parsed.ok) throw refuse.invalid(parsed.faults);
        const { id, page } = parsed.request;
        const timeline = await store.sessions.timeline(project.id, id as SessionId, page);
        if (!timeline) throw refuse.notFound('no_session', { id });
        return json(presentTimeline(timeline));
      },
    },
    {
      name: 'list_goals',
      title: 'List goals',
      description:
        "What counts as a conversion: the project's goals with their rules. matching shows how much of the stored history a new or changed goal has been matched against.",
      ability: 'goals:read',
      input: Type.Object({}),
      async run({ project }) {
        return json((await store.goals.list(project.id)).map(presentGoal));
      },
    },
    {
      name: 'preview_goal',
      title: 'Preview a goal',
      description:
        'The stored events that a rule would match, with examples and warnings, before you create the goal. Nothing is stored.',
      ability: 'goals:write',
      input: PreviewBody,
      async run({ project }, input) {
        const parsed = parsePreview(input, project);
        if (!parsed.ok) throw refuse.invalid(parsed.faults);
        const preview = await previewGoal(store.goals, parsed.query, project.timeZone);
        return json(presentPreview(preview, warningsOf(preview, parsed.query)));
      },
    },
  ];
}

function json(data: object): string {
  return success(JSON.stringify(data));
}

/** Adds the default limit to a list request that has none. */
function withLimit(input: unknown): unknown {
  if (!isRecord(input) || input.key === 'count' || (input.limit ?? null) !== null) return input;
  return { ...input, limit: ENTRIES_DEFAULT };
}

/** Adds the default limit to each query of a report that has none. */
function withLimits(input: unknown): unknown {
  if (!isRecord(input) || !Array.isArray(input.queries)) return withLimit(input);
  return { ...input, queries: input.queries.map(withLimit) };
}
