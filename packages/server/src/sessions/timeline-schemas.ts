import Type, { type TProperties } from 'typebox';
import { textOrNull, time } from '../http/answer-fields.js';
import { GOAL_TYPES } from '../model/goal.js';
import { ClickRuleSchema, EventRuleSchema, UrlRuleSchema } from '../validation/rule-schemas.js';

// What `present-entry.ts` makes, described.

const MetGoal = Type.Object(
  {
    key: Type.String({ examples: ['order-placed'] }),
    name: Type.String({ examples: ['Order placed'] }),
    version: Type.Integer({ description: 'The version of the goal that made the conversion.', examples: [1] }),
    type: Type.Enum([...GOAL_TYPES], { type: 'string', examples: ['url'] }),
    rule: Type.Union([UrlRuleSchema, ClickRuleSchema, EventRuleSchema], { description: 'What the event met.' }),
    conversion_id: Type.String({ description: 'As get-conversions has it.', examples: ['1:url:order-placed:e1'] }),
  },
  { title: 'MetGoal' },
);

const entry = (type: string, title: string, content: TProperties) =>
  Type.Object(
    {
      id: Type.String({ description: 'Id of the event.', examples: ['e1'] }),
      type: Type.Literal(type),
      occurred_at: time(),
      ...content,
      goals: Type.Array(MetGoal, { description: 'The conversions it made, by key of the goal.' }),
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
    url: textOrNull('The page that was clicked on.'),
    text: textOrNull('Text of what was clicked.'),
    href: textOrNull('Where the clicked link leads.'),
    element: Type.Array(Type.Object({}, { additionalProperties: true }), {
      description: 'The clicked element and those around it, outward; empty when not known.',
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
