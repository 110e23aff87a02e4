import Type, { type TProperties } from 'typebox';
import { originField, textOrNull, time } from '../http/answer-fields.js';
import { GOAL_TYPES } from '../model/goal.js';
import { ClickRuleSchema, EventRuleSchema, UrlRuleSchema } from '../validation/rule-schemas.js';

// Schemas of what `present-entry.ts` returns.

const MetGoal = Type.Object(
  {
    key: Type.String({ examples: ['order-placed'] }),
    name: Type.String({ examples: ['Order placed'] }),
    version: Type.Integer({ description: 'The version of the goal that made the conversion.', examples: [1] }),
    type: Type.Enum([...GOAL_TYPES], { type: 'string', examples: ['url'] }),
    rule: Type.Union([UrlRuleSchema, ClickRuleSchema, EventRuleSchema], {
      description: 'The rule that the event matched.',
    }),
    conversion_id: Type.String({
      description: 'The same id as in get-conversions.',
      examples: ['1:url:order-placed:e1'],
    }),
  },
  { title: 'MetGoal' },
);

const entry = (type: string, title: string, content: TProperties) =>
  Type.Object(
    {
      id: Type.String({ description: 'Id of the event.', examples: ['e1'] }),
      type: Type.Literal(type),
      occurred_at: time(),
      origin: originField('Who sent the event'),
      ...content,
      goals: Type.Array(MetGoal, { description: 'Goals that the event met, ordered by key.' }),
    },
    { title },
  );

/** One thing that happened in a session. */
export const EntrySchema = Type.Union([
  entry('visit', 'TimelineVisit', {
    url: Type.String({ examples: ['https://shop.example/thanks'] }),
    title: textOrNull('Title of the page.'),
    referrer: textOrNull('Where the visitor came from.'),
  }),
  entry('click', 'TimelineClick', {
    url: textOrNull('The page of the click.'),
    text: textOrNull('Text of the clicked element.'),
    href: textOrNull('Where the clicked link leads.'),
    element: Type.Array(Type.Object({}, { additionalProperties: true }), {
      description: 'The clicked element and its ancestors, from the inside out; empty when unknown.',
    }),
  }),
  entry('event', 'TimelineEvent', {
    name: Type.String({ examples: ['purchase'] }),
    url: textOrNull('The page it happened on.'),
    value: textOrNull('Decimal string, exactly as sent.'),
    currency: textOrNull('ISO 4217.'),
    properties: Type.Object({}, { additionalProperties: true }),
  }),
]);
