/** Any JSON object; the document is worked on as what it is in the end. */
// biome-ignore lint/suspicious/noExplicitAny: a document of so many shapes says nothing more of itself.
export type Json = Record<string, any>;

/** A part of the document, found by its address in it (`#/components/schemas/Goal`), or the schema itself. */
export function resolve(document: Json, schema: Json): Json {
  if (typeof schema.$ref !== 'string') return schema;
  const part = schema.$ref
    .split('/')
    .slice(1)
    .reduce((inner: Json, name: string) => inner[name], document);
  return resolve(document, part);
}
