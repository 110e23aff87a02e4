import { isRecord } from '../../validation/faults.js';
import { ENTRIES_MAX, LIMITS } from '../event/event-schema.js';

/**
 * Truncates an event from a page to the format's limits where this keeps it true. Pages do not know the limits, and an
 * order must not be lost because of a long title or too many classes. Values of a wrong type are kept, and refused
 * later.
 */
export function fitted(event: unknown): unknown {
  if (!isRecord(event)) return event;
  const { title, referrer, text, href, element } = event;
  return {
    ...event,
    ...(title !== undefined && { title: cut(title, LIMITS.title) }),
    ...(text !== undefined && { text: cut(text, LIMITS.text) }),
    // A truncated address is a different address.
    ...(referrer !== undefined && { referrer: isTooLong(referrer, LIMITS.referrer) ? null : referrer }),
    ...(href !== undefined && { href: isTooLong(href, LIMITS.href) ? null : href }),
    ...(Array.isArray(element) && { element: element.slice(0, LIMITS.elements).map(fittedElement) }),
  };
}

function fittedElement(link: unknown): unknown {
  if (!isRecord(link)) return link;
  const { id, classes, attributes } = link;
  return {
    ...link,
    ...(isTooLong(id, LIMITS.elementId) && { id: null }),
    ...(Array.isArray(classes) && {
      classes: classes.filter((name) => !isTooLong(name, LIMITS.className)).slice(0, LIMITS.classes),
    }),
    ...(isRecord(attributes) && {
      attributes: Object.fromEntries(
        Object.entries(attributes)
          .filter(([name, value]) => !isTooLong(name, LIMITS.key) && !isTooLong(value, LIMITS.attribute))
          .slice(0, ENTRIES_MAX),
      ),
    }),
  };
}

function isTooLong(value: unknown, lengthMax: number): boolean {
  return typeof value === 'string' && value.length > lengthMax && [...value].length > lengthMax;
}

function cut(value: unknown, lengthMax: number): unknown {
  return isTooLong(value, lengthMax) ? [...(value as string)].slice(0, lengthMax).join('') : value;
}
