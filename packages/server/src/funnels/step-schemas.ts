import Type from 'typebox';
import { name, RULE_BODIES } from '../goals/goal-schemas.js';
import { ID_PATTERNS } from '../model/ids.js';

export const GoalStep = Type.Object(
  {
    goal: Type.String({
      description: 'The key of a goal. The step is reached by an event that is a conversion of it.',
      examples: ['order-placed'],
      pattern: ID_PATTERNS.goal,
      expected: 'the key of a goal such as "order-placed"',
    }),
  },
  { title: 'GoalStep' },
);

export const StepName = Type.Object({ name });

const ruleStep = (type: keyof typeof RULE_BODIES, title: string) =>
  Type.Object({ name, ...RULE_BODIES[type].properties }, { title });

/** A step in the API reference. */
export const Step = Type.Union(
  [GoalStep, ruleStep('url', 'UrlStep'), ruleStep('click', 'ClickStep'), ruleStep('event', 'EventStep')],
  { description: 'A goal by its key; or a rule as goals have them, which is matched when you ask.' },
);
