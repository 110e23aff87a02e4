import { ENTRIES_MAX, LIMITS } from '../../model/event-limits.js';
import { isRecord } from '../../validation/faults.js';
import { amount, currencyCode } from './page-money.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Fits an event from a page to the format where this keeps it true: truncates texts and lists, and writes amounts and the
 * addresses of apps as the format has them. Pages do not know the limits, and an order must not be lost because of a long
 * title. Values of a wrong type are kept, and refused later.
 */
export function fitted(event: Fields): Fields {
  const { url, title, text, element, value, currency } = event;
  return {
    ...event,
    ...(typeof url === 'string' && { url: pathInApp(url) }),
    ...(title !== undefined && { title: cut(title, LIMITS.title) }),
    ...(text !== undefined && { text: cut(text, LIMITS.text) }),
    ...(Array.isArray(element) && { element: element.slice(0, LIMITS.elements).map(fittedElement) }),
    ...(value !== undefined && { value: amount(value) }),
    ...(typeof currency === 'string' && { currency: currencyCode(currency) }),
  };
}

/** Pages of apps, as Capacitor, Ionic, Electron and Tauri serve them, have a path, and a host that says nothing. */
const IN_APP = /^(?:app|capacitor|file|ionic|tauri):\/\/[^/?#]*\/?/i;

function pathInApp(url: string): string {
  return url.replace(IN_APP, '/');
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
