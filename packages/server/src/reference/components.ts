import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../validation/faults.js';
import type { Json } from './json.js';

/**
 * The document in the form that tools read best: a schema with a `title` becomes a component of that name, nullable
 * types are written as `type: [T, 'null']`, and keywords of our own validation are removed. Throws when two different
 * schemas share a title.
 */
export function withComponents(document: Json): Json {
  const schemas: Json = {};
  const hoist = (schema: Json, name: string): Json => {
    const { title: _, ...component } = schema;
    if (name in schemas && !isDeepStrictEqual(schemas[name], component)) {
      throw new Error(`two different schemas are titled ${name}`);
    }
    schemas[name] = component;
    return { $ref: `#/components/schemas/${name}` };
  };
  const paths = refined(document.paths, hoist);
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...document, paths, components: { ...document.components, schemas: sorted } };
}

/** One schema in the same form, with its parts inline instead of as components. */
export function asJsonSchema(schema: Json): Json {
  const { title: _, 'x-examples': __, ...whole } = refined(schema, ({ title: ___, ...inner }) => inner) as Json;
  return whole;
}

function refined(part: unknown, place: (schema: Json, title: string) => Json): unknown {
  if (Array.isArray(part)) return part.map((inner) => refined(inner, place));
  if (!isRecord(part)) return part;
  const kept: Json = {};
  for (const [key, value] of Object.entries(part)) {
    if (VERBATIM.has(key)) kept[key] = value;
    else if (!isOwnKeyword(key, value)) kept[key] = refined(value, place);
  }
  const schema = withNullInType(kept);
  return isSchema(schema) && typeof schema.title === 'string' ? place(schema, schema.title) : schema;
}

/** Keywords that hold data of the API. Keys inside them are not schema keywords. */
const VERBATIM: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum']);

/** `expected` completes our error sentences; keys that begin with "~" are TypeBox's. A field named `expected` stays. */
function isOwnKeyword(key: string, value: unknown): boolean {
  return (key === 'expected' && typeof value === 'string') || key.startsWith('~');
}

function isSchema(part: Json): boolean {
  return typeof part.type === 'string' || Array.isArray(part.type) || Array.isArray(part.anyOf);
}

/** Turns `anyOf` of a type and null into `type: [T, 'null']`. Annotations of the outer schema win. */
function withNullInType(part: Json): Json {
  const { anyOf, ...annotations } = part;
  if (!Array.isArray(anyOf) || anyOf.length !== 2 || anyOf[1]?.type !== 'null') return part;
  const [schema] = anyOf as [Json];
  if (typeof schema.type !== 'string') return part;
  const orNull = { type: [schema.type, 'null'], ...(schema.enum && { enum: [...schema.enum, null] }) };
  return { ...schema, ...annotations, ...orNull };
}
