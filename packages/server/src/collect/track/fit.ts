import { isRecord } from '../../validation/faults.js';
import { ENTRIES_MAX, LIMITS } from '../event/event-schema.js';

/**
 * An event of a page, cut to the format's limits where that leaves it true: a page cannot know them, and an order is not
 * to be lost for a long title or too many classes. What is of a wrong kind stays, to be refused.
 */
export function fitted(event: unknown): unknown {
  if (!isRecord(event)) return event;
  const { title, referrer, text, href, element } = event;
  return {
    ...event,
    ...(title !== undefined && { title: cut(title, LIMITS.title) }),
    ...(text !== undefined && { text: cut(text, LIMITS.text) }),
    // Half an address is another address.
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
