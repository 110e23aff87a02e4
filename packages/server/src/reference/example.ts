import { type Json, resolve } from './json.js';

/** An example body: the first example of the media type, or else one built from its schema. */
export function exampleOfMedia(document: Json, { example, examples, schema }: Json): unknown {
  if (example !== undefined) return example;
  const [named] = Object.values<Json>(examples ?? {});
  return named ? named.value : exampleOf(document, schema);
}

/** The schema's own example, or a value built from the examples of its parts. */
export function exampleOf(document: Json, schema: Json): unknown {
  const { examples, const: constant, enum: values, default: usual, anyOf, ...rest } = resolve(document, schema);
  if (examples) return examples[0];
  if (constant !== undefined) return constant;
  if (usual !== undefined) return usual;
  if (values) return values[0];
  if (anyOf) return exampleOf(document, anyOf[0]);
  const type = Array.isArray(rest.type) ? 'null' : rest.type;
  if (type === 'array') return [exampleOf(document, rest.items)];
  if (type === 'object') return exampleOfObject(document, rest);
  return PLAIN[type];
}

/** Leaves out optional fields without an example. */
function exampleOfObject(document: Json, { properties = {}, required = [] }: Json): Json {
  const shown = Object.entries<Json>(properties).filter(
    ([name, property]) => required.includes(name) || 'examples' in property,
  );
  return Object.fromEntries(shown.map(([name, property]) => [name, exampleOf(document, property)]));
}

const PLAIN: Record<string, unknown> = { string: 'text', integer: 0, number: 0, boolean: false, null: null };
