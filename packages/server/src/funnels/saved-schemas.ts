import Type from 'typebox';
import { name } from '../goals/goal-schemas.js';
import { examples } from '../http/responses.js';
import { ID_PATTERNS } from '../model/ids.js';
import { checker } from '../validation/schema.js';
import { funnelBody, funnelFields, stepList } from './body.js';

export const funnelKey = Type.String({
  description: 'Identifies the funnel: a slug, unique in its project, which never changes.',
  examples: ['checkout'],
  pattern: ID_PATTERNS.goal,
  expected: '1 to 63 lower-case letters, digits and hyphens, of which the first is not a hyphen',
});

const { order, within_seconds, filters, group_by, compare } = funnelFields;
/** The fields that go with any period. */
const optionals = { order, within_seconds, filters, group_by, compare };

const example = {
  name: 'Checkout',
  steps: [{ goal: 'buy' }, { goal: 'thanks' }],
  within_seconds: 3600,
};

export const SavedFunnelBody = Type.Object(
  { key: funnelKey, name, steps: stepList, ...optionals },
  {
    title: 'NewFunnel',
    description: 'The body of a funnel without its period. For optional fields null is the same as absent.',
    ...examples({ checkout: { summary: 'A checkout', value: { key: 'checkout', ...example } } }),
  },
);

/** Checks everything but what is in a step. */
export const savedBody = checker(
  Type.Object({ key: funnelKey, name, steps: funnelBody.schema.properties.steps, ...optionals }),
);

export const SavedFunnelPatch = Type.Object(
  { name: Type.Optional(name), steps: Type.Optional(stepList), ...optionals },
  {
    title: 'FunnelChange',
    description: 'Absent fields keep their values; null clears all but the name and the steps.',
    ...examples({ within: { summary: 'Within a day', value: { within_seconds: 86_400 } } }),
  },
);

export const SavedFunnelResource = Type.Object(
  { key: funnelKey, name, steps: stepList, ...optionals },
  { title: 'SavedFunnel', description: 'A funnel that reports name by its key.' },
);
