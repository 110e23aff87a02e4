import Type from 'typebox';
import { originField, orNull, textOrNull, time } from '../http/answer-fields.js';
import { CONVERSION_TYPES } from '../model/conversion.js';

// Schemas of what `model/json/conversion.ts` returns.

/** A conversion in an answer with `expand`. */
export const ConversionSchema = Type.Object(
  {
    id: Type.String({
      description: '`session_id:type:goal_key:event_id`. The same conversion has the same id forever.',
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
      description: 'For a click: the clicked element and its ancestors, from the inside out.',
    }),
    value: textOrNull('Decimal string: the fixed value of the goal, otherwise the value of the event.'),
    currency: textOrNull('ISO 4217.'),
    visit_id: textOrNull('The visit it happened on: `session_id:event_id`, as in get-visits.'),
    origin: originField('Who sent its event'),
  },
  { title: 'Conversion' },
);

/** A count in an answer with `expand`. */
export const SessionCountSchema = Type.Object(
  {
    session_id: Type.String({ examples: ['1'] }),
    known: Type.Boolean({ description: 'Whether the project has this session.' }),
    count: Type.Integer({ minimum: 0, examples: [2] }),
    by_type: Type.Object(
      Object.fromEntries(CONVERSION_TYPES.map((type) => [type, Type.Integer({ minimum: 0, examples: [1] })])),
    ),
  },
  { title: 'SessionCount' },
);
