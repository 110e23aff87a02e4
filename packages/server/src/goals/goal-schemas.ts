import { type TSchema, Type } from 'typebox';
import { COUNTING_MODES, GOAL_TYPES, type TypedRule, VALUES_FROM } from '../model/goal.js';
import { ID_PATTERNS } from '../model/ids.js';
import { MONEY_PATTERNS } from '../model/money.js';
import { ClickRuleSchema, EventRuleSchema, nullable, UrlRuleSchema } from '../validation/rule-schemas.js';

const key = Type.String({
  description: 'Identifies the goal in URLs and conversion ids: a slug, unique in its project, which never changes.',
  examples: ['order-placed'],
  pattern: ID_PATTERNS.goal,
  expected: '1 to 63 lower-case letters, digits and hyphens, of which the first is not a hyphen',
});

export const name = Type.String({
  description: 'The displayed name.',
  examples: ['Order placed'],
  pattern: '\\S',
  maxLength: 120,
  expected: 'a name of 1 to 120 characters, not all of them white space',
});

const TYPE_DESCRIPTION =
  'The kind of events that convert: visits (`url`), clicks, or custom events. Determines the shape of the rule.';

export const type = Type.Enum([...GOAL_TYPES], {
  type: 'string',
  description: TYPE_DESCRIPTION,
  examples: ['url'],
  expected: 'url, click or event',
});

const count = {
  type: 'string',
  description: 'Whether every matching event converts, or only the earliest of a session.',
  examples: ['once'],
  expected: 'every or once',
};

const value = nullable(
  Type.String({
    description:
      'The value of each conversion: a decimal string, kept exactly. Requires `currency`, and `value_from` is `goal` then.',
    examples: ['49.00'],
    pattern: MONEY_PATTERNS.value,
    expected: 'a decimal string such as "49.00", with at most 12 digits before the point and 6 after it',
  }),
);

const currency = nullable(
  Type.String({
    description: 'ISO 4217 code of the currency of the value.',
    examples: ['EUR'],
    pattern: MONEY_PATTERNS.currency,
    expected: 'a currency code of three capitals such as "EUR"',
  }),
);

const valueFrom = {
  type: 'string',
  description:
    'Where the value of a conversion comes from: the `goal`, the `event` that met it, the event if it is trusted (`trusted_event`), or `none`.',
  examples: ['goal'],
  expected: VALUES_FROM.join(', ').replace(/, (\w+)$/, ' or $1'),
};

/** The optional fields of a body. */
const optionals = {
  count: Type.Optional(nullable(Type.Enum([...COUNTING_MODES], { ...count, default: 'every' }))),
  value: Type.Optional(value),
  currency: Type.Optional(currency),
  value_from: Type.Optional(nullable(Type.Enum([...VALUES_FROM], valueFrom))),
};

/** A rule of unknown or invalid type. */
export const UntypedRuleBody = Type.Object({
  type,
  rule: Type.Object({}, { expected: 'an object of the shape its type asks for' }),
});

/** Rules by type. */
export const RULE_BODIES = {
  url: Type.Object({ type: typeLiteral('url'), rule: UrlRuleSchema }),
  click: Type.Object({ type: typeLiteral('click'), rule: ClickRuleSchema }),
  event: Type.Object({ type: typeLiteral('event'), rule: EventRuleSchema }),
};

/** The body of a goal of unknown or invalid type. */
export const UntypedGoalBody = Type.Object({
  key,
  name,
  type,
  rule: Type.Object({}, { expected: 'an object of the shape its type asks for' }),
  ...optionals,
});

/** The names of the goal schemas in the API reference. */
const TITLES = { url: 'UrlGoal', click: 'ClickGoal', event: 'EventGoal' };

/** Goal bodies by type. */
export const GOAL_BODIES = {
  url: goalBody('url', UrlRuleSchema),
  click: goalBody('click', ClickRuleSchema),
  event: goalBody('event', EventRuleSchema),
};

export const GoalBody = Type.Union([GOAL_BODIES.url, GOAL_BODIES.click, GOAL_BODIES.event], {
  title: 'NewGoal',
  description:
    'A goal as its owner defines it. For optional fields null is the same as absent; unknown fields are ignored.',
});

export const GoalPatch = Type.Object(
  {
    name: Type.Optional(name),
    type: Type.Optional(type),
    rule: Type.Optional(
      Type.Union([UrlRuleSchema, ClickRuleSchema, EventRuleSchema], {
        description: 'Replaces the whole rule. Required when the type changes.',
        examples: [{ match: 'prefix', pattern: '/thanks' }],
      }),
    ),
    ...optionals,
  },
  {
    title: 'GoalChange',
    description:
      'Absent fields keep their values; null clears `value` and `currency`. With a new `value`, or without one, `value_from` follows unless it is given. A changed type, rule or count makes a new version of the goal.',
  },
);

export const GoalResource = Type.Union(
  [goalResource('url', UrlRuleSchema), goalResource('click', ClickRuleSchema), goalResource('event', EventRuleSchema)],
  { title: 'Goal', description: 'A goal, and how far stored history has been matched.' },
);

function goalBody<T extends TypedRule['type'], R extends TSchema>(type: T, rule: R) {
  return Type.Object({ key, name, type: typeLiteral(type), rule, ...optionals }, { title: `New${TITLES[type]}` });
}

/** One schema per type, so that a serialiser that follows the schema never confuses the rules. */
function goalResource<T extends TypedRule['type'], R extends TSchema>(type: T, rule: R) {
  return Type.Object(
    {
      key,
      name,
      type: typeLiteral(type),
      rule,
      count: Type.Enum([...COUNTING_MODES], count),
      value,
      currency,
      value_from: Type.Enum([...VALUES_FROM], valueFrom),
      version: Type.Integer({
        description:
          'Starts at 1; a change of type, rule or count makes the next one. Conversions say which made them.',
        examples: [1],
        minimum: 1,
      }),
      matching: Type.Object(
        {
          state: Type.Enum(['running', 'done'], {
            type: 'string',
            description: 'While `running`, the conversions of the previous version are served (none for a new goal).',
            examples: ['done'],
          }),
          examined: Type.Integer({ description: 'Stored events examined so far.', examples: [1200], minimum: 0 }),
          matched: nullable(
            Type.Integer({
              description:
                'Examined events that the rule matches. Null for a version that Goalpost 0.1.0 matched, which did not count them.',
              examples: [31],
              minimum: 0,
            }),
          ),
          total: Type.Integer({ description: 'Stored events to examine.', examples: [1200], minimum: 0 }),
        },
        {
          title: 'GoalMatching',
          description: 'How far stored history has been matched against the newest version.',
          examples: [{ state: 'done', examined: 1200, matched: 31, total: 1200 }],
        },
      ),
    },
    { title: TITLES[type] },
  );
}

function typeLiteral<T extends TypedRule['type']>(of: T) {
  return Type.Literal(of, { description: TYPE_DESCRIPTION, examples: [of], expected: `"${of}"` });
}
