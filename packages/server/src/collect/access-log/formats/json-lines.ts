import { parseCleanJson } from '../../../validation/clean.js';
import { isRecord } from '../../../validation/faults.js';
import { type FieldsReader, given, type LogFormat, type LoggedFields } from './format.js';

/** A JSON object of a log, by path: "request.headers.Referer.0". */
export class Logged {
  readonly #object: Readonly<Record<string, unknown>>;

  constructor(object: Readonly<Record<string, unknown>>) {
    this.#object = object;
  }

  /** The first of the fields that is a text or a number and neither empty nor "-". Names of fields contain no dots. */
  text(...paths: readonly string[]): string | null {
    for (const path of paths) {
      let value: unknown = this.#object;
      for (const name of path.split('.')) value = childOf(value, name);
      const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? given(value) : null;
      if (text !== null) return text;
    }
    return null;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#object, name);
  }
}

/** Names of headers may be in any case. */
function childOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value[Number(name)];
  if (!isRecord(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  const found = Object.keys(value).find((key) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : value[found];
}

/** What a format of JSON objects finds in one of them. Null: not there. */
export type FoundFields = { readonly [Name in keyof LoggedFields]: LoggedFields[Name] | null };

/** A format with one JSON object a line. */
export function jsonFormat(
  name: string,
  layout: string,
  isOne: (logged: Logged) => boolean,
  find: (logged: Logged) => FoundFields,
): LogFormat {
  const read: FieldsReader = (text) => {
    const logged = parse(text);
    if (logged === null || !isOne(logged)) return { misread: `The line must be a JSON object with ${layout}.` };
    const { address, time, status, requestText, ...found } = find(logged);
    const named = { address, time, status, request: requestText };
    const missing = Object.entries(named).flatMap(([field, value]) => (value === null ? [field] : []));
    if (missing.length > 0) return { misread: `The line must have ${layout}; it has no ${missing.join(', ')}.` };
    return { ...found, address: address!, time: time!, status: status!, requestText: requestText! } as LoggedFields;
  };
  return { name, layout, open: () => read };
}

function parse(text: string): Logged | null {
  if (!text.startsWith('{')) return null;
  try {
    const value = parseCleanJson(text);
    return isRecord(value) ? new Logged(value) : null;
  } catch {
    return null;
  }
}
