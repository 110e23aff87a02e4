import Type, { type TSchema } from 'typebox';
import { nullable } from '../validation/rule-schemas.js';

export const VIEW_LABEL_CHARACTERS_MAX = 120;
/** Of `data` as JSON. */
export const VIEW_BYTES_MAX = 16_384;

const id = () => Type.String({ description: 'Id of the view.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S6'] });

const label = () =>
  Type.String({
    description: 'Name for people.',
    examples: ['Orders by source'],
    pattern: '\\S',
    maxLength: VIEW_LABEL_CHARACTERS_MAX,
    expected: `a text of 1 to ${VIEW_LABEL_CHARACTERS_MAX} characters, not all of them white space`,
  });

export const VIEW_DATA_EXPECTED = `a JSON object of at most ${VIEW_BYTES_MAX} bytes`;

const data = () =>
  Type.Object(
    {},
    {
      description: 'What the view shows, as the program that made it writes it. It is kept as it is.',
      examples: [{ report: { group_by: ['source'] }, period: 'last_30_days' }],
      additionalProperties: true,
      expected: VIEW_DATA_EXPECTED,
    },
  );

const created = Type.String({
  format: 'date-time',
  description: 'When the project was created, UTC: there is nothing to see before.',
  examples: ['2026-01-03T10:00:00.000Z'],
});

const parts = { project_created_at: created, data: data(), id: id(), label: label() };

export const ViewResource = Type.Object(parts, { title: 'Insight', description: 'A saved view.' });

/** As a schema that also allows null. */
export const ViewOrNull = nullable(
  Type.Object(parts, { title: 'InsightOrNull', description: 'A saved view; null: there is none.' }),
) as TSchema;

export const ListedView = Type.Object(
  {
    id: id(),
    label: label(),
    is_default: Type.Boolean({ description: 'Whether it is the default view.', examples: [false] }),
  },
  { title: 'ListedInsight', description: 'A saved view in a list.' },
);

export const ViewName = Type.Object(
  { insight_id: Type.String({ ...id(), expected: 'the id of a view' }) },
  { title: 'InsightRequest', description: 'Names a saved view. Unknown fields are ignored.' },
);

export const NewView = Type.Object(
  { label: label(), data: data() },
  { title: 'NewInsight', description: 'A view to save. Unknown fields are ignored.' },
);

export const ViewChange = Type.Object(
  {
    insight_id: Type.String({ ...id(), expected: 'the id of a view' }),
    label: Type.Optional(nullable(label())),
    data: Type.Optional(nullable(data())),
  },
  { title: 'InsightChange', description: 'Absent fields and null keep their values; `data` is replaced as a whole.' },
);

export const DefaultView = Type.Object(
  { insight_id: nullable(Type.String({ ...id(), expected: 'the id of a view, or null for none' })) },
  { title: 'DefaultInsightRequest', description: 'Names the view that is the default; null: none is.' },
);
