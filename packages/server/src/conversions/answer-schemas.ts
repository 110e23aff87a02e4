import Type from 'typebox';
import { orNull, textOrNull, time } from '../http/answer-fields.js';
import { CONVERSION_TYPES } from '../model/conversion.js';

// What `present.ts` makes, described.

/** A conversion as `expand` shows it. */
export const ConversionSchema = Type.Object(
  {
    id: Type.String({
      description: '`session_id:type:goal_key:event_id`. The same conversion has the same id for ever.',
      examples: ['1:url:thanks:e3'],
    }),
    session_id: Type.String({ examples: ['1'] }),
    type: Type.Enum([...CONVERSION_TYPES], {
      type: 'string',
      description: 'The type of the goal that was met.',
      examples: ['url'],
    }),
    goal: Type.Object({
      key: Type.String({ examples: ['thanks'] }),
      name: Type.String({ examples: ['Order placed'] }),
      version: Type.Integer({ description: 'The version of the goal that made this conversion.', examples: [1] }),
    }),
    occurred_at: time(),
    url: textOrNull('Where it happened.'),
    title: textOrNull('Title of that page.'),
    element: orNull(Type.Array(Type.Object({}, { additionalProperties: true })), {
      description: 'For a click: the clicked element and those around it, outward.',
    }),
    value: textOrNull('Decimal string: the fixed value of the goal, or else that of the event.'),
    currency: textOrNull('ISO 4217.'),
    visit_id: textOrNull('The visit it happened on: `session_id:event_id`, as get-visits has it.'),
  },
  { title: 'Conversion' },
);

/** A count as `expand` shows it. */
export const SessionCountSchema = Type.Object(
  {
    session_id: Type.String({ examples: ['1'] }),
    known: Type.Boolean({ description: 'Whether the project has that session at all.' }),
    count: Type.Integer({ minimum: 0, examples: [2] }),
    by_type: Type.Object(
      Object.fromEntries(CONVERSION_TYPES.map((type) => [type, Type.Integer({ minimum: 0, examples: [1] })])),
    ),
  },
  { title: 'SessionCount' },
);
