/** Any JSON object. The OpenAPI document is processed as plain JSON. */
// biome-ignore lint/suspicious/noExplicitAny: the document has too many shapes for a more precise type.
export type Json = Record<string, any>;

/** The part of the document that `$ref` points to (`#/components/schemas/Goal`), or the schema itself without one. */
export function resolve(document: Json, schema: Json): Json {
  if (typeof schema.$ref !== 'string') return schema;
  const part = schema.$ref
    .split('/')
    .slice(1)
    .reduce((inner: Json, name: string) => inner[name], document);
  return resolve(document, part);
}
