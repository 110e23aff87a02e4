import { AttributeAction, type AttributeSelector } from 'css-what';
import { LIMITS, TRACKED_ATTRIBUTES } from '../../model/event-limits.js';
import { withoutLogin } from '../../model/url.js';

const SENT = `a click has id, class, data-*, ${TRACKED_ATTRIBUTES.join(', ').replace(/, ([\w-]+)$/, ' and $1')}`;

/** Why no clicked element can have such an attribute; null if one can. `name` is in lower case. */
export function attributeObstacle(name: string, { action, value }: AttributeSelector): string | null {
  if (!isTracked(name)) return `asks for an attribute that the tracker does not send: ${SENT}`;
  if (name.length > LIMITS.key) return `asks for an attribute whose name is longer than ${LIMITS.key} characters`;
  const lengthMax = lengthMaxOf(name, action);
  if ([...value].length > lengthMax) return `asks for more than ${lengthMax} characters`;
  if (withoutLogin(value) !== value) return 'asks for a user name in an address, which is not stored';
  switch (action) {
    case AttributeAction.Start:
    case AttributeAction.End:
    case AttributeAction.Any:
      return value === '' ? 'matches nothing, because its value is empty' : null;
    case AttributeAction.Element:
      return /^\S+$/.test(value) ? null : 'matches nothing, because a word is not empty and has no white space';
    default:
      return null;
  }
}

function isTracked(name: string): boolean {
  return ['id', 'class', ...TRACKED_ATTRIBUTES].includes(name) || /^data-./.test(name);
}

/** The attribute `class` as a whole has no limit of its own. */
function lengthMaxOf(name: string, action: AttributeAction): number {
  if (name === 'class') return action === AttributeAction.Element ? LIMITS.className : Number.POSITIVE_INFINITY;
  return name === 'id' ? LIMITS.elementId : LIMITS.attribute;
}

/** A value that, most likely, passes all of several tests of one attribute. */
export function valueFor(selectors: readonly AttributeSelector[]): string {
  const valuesOf = (...actions: AttributeAction[]) =>
    selectors.filter(({ action }) => actions.includes(action)).map(({ value }) => value);
  const [equal] = valuesOf(AttributeAction.Equals);
  if (equal !== undefined) return equal;
  const longest = (values: string[]) => values.reduce((one, other) => (other.length > one.length ? other : one), '');
  const start = longest(valuesOf(AttributeAction.Start, AttributeAction.Hyphen));
  const end = longest(valuesOf(AttributeAction.End));
  const words = valuesOf(AttributeAction.Element);
  const separator = words.length > 0 ? ' ' : '';
  const value = [start, ...new Set([...words, ...valuesOf(AttributeAction.Any)]), end].filter(Boolean).join(separator);
  return value || 'x';
}
