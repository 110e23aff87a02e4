import Type, { type Static } from 'typebox';
import { examples } from '../http/responses.js';
import { STEP_ORDERS, STEPS_MAX, STEPS_MIN } from '../model/funnels/path.js';
import { ID_PATTERNS } from '../model/ids.js';
import { SESSION_TEXTS } from '../model/session.js';
import { compare, cursor, periodFields, rowLimit, sessionFilters } from '../reports/body.js';
import { checker, optional } from '../validation/schema.js';
import { Step } from './step-schemas.js';

/** A year of 366 days, in seconds. */
export const WITHIN_SECONDS_MAX = 31_622_400;

const STEPS = {
  minItems: STEPS_MIN,
  maxItems: STEPS_MAX,
  expected: `a list of ${STEPS_MIN} to ${STEPS_MAX} steps`,
};
const ORDERS = STEP_ORDERS.map((order) => `"${order}"`).join(' or ');
const GROUPS = SESSION_TEXTS.map((group) => `"${group}"`).join(', ');

/** The fields besides `steps`. */
export const funnelFields = {
  order: optional(Type.Enum([...STEP_ORDERS], { type: 'string', expected: ORDERS }), {
    description: '`eventually`: anything may happen between two steps. `directly`: no other visit.',
    default: STEP_ORDERS[0],
    examples: ['eventually'],
  }),
  within_seconds: optional(
    Type.Integer({ minimum: 1, maximum: WITHIN_SECONDS_MAX, expected: `an integer from 1 to ${WITHIN_SECONDS_MAX}` }),
    {
      description: 'All steps happen within this time after the first. Absent: at any time in the session.',
      examples: [3600],
    },
  ),
  ...periodFields,
  filters: sessionFilters,
  group_by: optional(Type.Enum([...SESSION_TEXTS], { type: 'string', expected: `one of ${GROUPS}` }), {
    description: 'A property of the session: rows then have the same figures for each of its values.',
    examples: ['device'],
  }),
  compare,
  limit: rowLimit,
  cursor,
};

const STEP_LIST = 'What a session does, step by step. Each step is another event, also if two steps are the same.';

/** The steps, as the reference has them. */
export const stepList = Type.Array(Step, { ...STEPS, description: STEP_LIST });

export const savedKey = optional(
  Type.String({ pattern: ID_PATTERNS.goal, expected: 'the key of a saved funnel such as "checkout"' }),
  {
    description: 'The key of a saved funnel, in place of `steps`. Its other fields hold unless the body has them.',
    examples: ['checkout'],
  },
);

/** Checks everything but what is in a step. */
export const funnelBody = checker(
  Type.Object({
    steps: Type.Array(Type.Object({}, { expected: 'an object with goal, or with name, type and rule' }), STEPS),
    ...funnelFields,
  }),
);

export type FunnelBody = Static<typeof funnelBody.schema>;

/** The whole body, as the reference has it. */
export const FunnelRequestSchema = Type.Object(
  {
    steps: optional(stepList, { description: `${STEP_LIST} Required unless \`funnel\` is given.` }),
    funnel: savedKey,
    ...funnelFields,
  },
  {
    title: 'FunnelRequest',
    ...examples({
      checkout: {
        summary: 'From the prices to a paid order',
        value: {
          steps: [
            { name: 'Pricing', type: 'url', rule: { match: 'equals', pattern: '/pricing' } },
            { goal: 'buy' },
            { goal: 'thanks' },
          ],
          within_seconds: 3600,
          start_date: '2026-01-01',
          end_date: '2026-01-31',
        },
      },
      devices: {
        summary: 'From the pricing page straight to a purchase, by device, next to the month before',
        value: {
          steps: [
            { name: 'Pricing', type: 'url', rule: { match: 'equals', pattern: '/pricing' } },
            { goal: 'purchase' },
          ],
          order: 'directly',
          start_date: '2026-01-01',
          end_date: '2026-01-31',
          group_by: 'device',
          compare: 'previous_period',
        },
      },
    }),
  },
);
