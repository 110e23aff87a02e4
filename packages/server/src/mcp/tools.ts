import { text } from 'node:stream/consumers';
import Type, { type TSchema } from 'typebox';
import type { Bearer } from '../access/authenticator.js';
import type { Ability } from '../access/token.js';
import { answerConversions } from '../conversions/answer.js';
import { getConversionsBody, parseConversionsRequest } from '../conversions/request.js';
import { isRecord } from '../faults.js';
import { presentGoal } from '../goals/definition.js';
import { refuse } from '../http/errors.js';
import type { Store } from '../store/store.js';

/** An endpoint as a language model calls it: the same fields, checks and answer, by the same code. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What the token must be able to do. */
  readonly ability: Ability;
  /** What it takes: a JSON object. */
  readonly input: TSchema;
  /** The JSON text of the endpoint's answer. Throws an `ApiError` as the endpoint would. */
  run(bearer: Bearer, input: unknown): Promise<string>;
}

/** Entries of a list when none are asked for: a model reads a page at a time. */
export const ENTRIES_DEFAULT = 100;

/** All there are. */
export function toolsOf(store: Store): readonly Tool[] {
  return [
    {
      name: 'get_conversions',
      title: 'Get conversions of sessions',
      description: `Which of these sessions converted, on what, and how often. A conversion id reads session_id:type:goal_key:event_id. Lists come in pages of ${ENTRIES_DEFAULT} unless limit is given; next_cursor leads to the next, null at the end.`,
      ability: 'conversions:read',
      input: getConversionsBody.schema,
      async run({ project }, input) {
        const parsed = parseConversionsRequest(paged(input), project);
        if (!parsed.ok) throw refuse.invalid(parsed.faults);
        const answer = await answerConversions(store, parsed.request);
        return typeof answer === 'string' ? answer : text(answer);
      },
    },
    {
      name: 'list_goals',
      title: 'List goals',
      description:
        "What counts as a conversion: the project's goals with their rules. matching says how far a new or changed goal has got with history.",
      ability: 'goals:read',
      input: Type.Object({}),
      async run({ project }) {
        const goals = await store.goals.list(project.id);
        return JSON.stringify({ error: false, data: goals.map(presentGoal) });
      },
    },
  ];
}

/** With a limit when it asks for a list without one. */
function paged(input: unknown): unknown {
  if (!isRecord(input) || input.key === 'count' || (input.limit ?? null) !== null) return input;
  return { ...input, limit: ENTRIES_DEFAULT };
}
