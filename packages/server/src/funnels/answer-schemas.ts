import Type from 'typebox';
import { count, orNull, textOrNull } from '../http/answer-fields.js';
import { answer, examples } from '../http/responses.js';
import { Period } from '../reports/answer-schemas.js';

const share = (description: string) => orNull(Type.Number(), { description, examples: [0.5] });
const seconds = (description: string) => orNull(Type.Number(), { description, examples: [42.5] });

const stepFields = {
  sessions: count('Sessions that reached the step.', 200),
  of_first: share('Their share of those that reached the first step, rounded to 6 decimals; null if none did.'),
  of_previous: share(
    'Their share of those that reached the step before, rounded to 6 decimals; null for the first step, and if none did.',
  ),
  median_seconds: seconds(
    'From the step before to this one: half of the sessions took no longer. Null for the first step, and if no session reached the step.',
  ),
  p90_seconds: seconds('The same for 90 % of the sessions.'),
};

const StepFigures = Type.Object(stepFields, { title: 'FunnelStepFigures' });

const figureFields = {
  sessions: count('Sessions that began in the period.', 1000),
  steps: Type.Array(StepFigures, { description: 'One entry for each step.' }),
};

const Figures = Type.Object(figureFields, { title: 'FunnelFigures' });

const NamedStep = Type.Object(
  {
    name: Type.String({ description: 'The name of the step, or of its goal.', examples: ['Order placed'] }),
    goal: textOrNull('The key of its goal; null for a rule.'),
    ...stepFields,
  },
  { title: 'FunnelStep' },
);

const Row = Type.Object(
  {
    group: Type.Record(Type.String(), orNull(Type.String(), {}), {
      description: 'The value of the group; null when it is not known.',
      examples: [{ device: 'mobile' }],
    }),
    ...figureFields,
    before: Type.Optional(Figures),
  },
  { title: 'FunnelRow' },
);

const step = (sessions: number, of_first: number, of_previous: number | null, seconds: number | null) => ({
  sessions,
  of_first,
  of_previous,
  median_seconds: seconds,
  p90_seconds: seconds && seconds * 4,
});

export const FunnelAnswerSchema = answer(
  Type.Object(
    {
      error: Type.Boolean({ description: 'Always false.', examples: [false] }),
      data: Type.Object({
        period: Period,
        sessions: figureFields.sessions,
        steps: Type.Array(NamedStep, { description: 'One entry for each step.' }),
        rows: Type.Array(Row, {
          description:
            'With `group_by`: one for each group, the most sessions at the first step first, equal ones by group.',
        }),
        next_cursor: textOrNull('Leads to the next page of rows; null on the last one.'),
        before: Type.Optional(
          Type.Object({ period: Period, ...figureFields }, { description: 'With `compare`: the earlier period.' }),
        ),
      }),
    },
    {
      title: 'FunnelAnswer',
      ...examples({
        checkout: {
          summary: 'A checkout',
          value: {
            error: false,
            data: {
              period: {
                from: '2026-01-01T00:00:00Z',
                until: '2026-02-01T00:00:00Z',
                time_zone: 'UTC',
                data_from: null,
              },
              sessions: 1000,
              steps: [
                { name: 'Pricing', goal: null, ...step(400, 1, null, null) },
                { name: 'Buy', goal: 'buy', ...step(100, 0.25, 0.25, 42.5) },
                { name: 'Order placed', goal: 'thanks', ...step(80, 0.2, 0.8, 75) },
              ],
              rows: [],
              next_cursor: null,
            },
          },
        },
      }),
    },
  ),
);
