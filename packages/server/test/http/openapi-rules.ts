import { Check } from 'typebox/schema';

/** Any JSON object. */
// biome-ignore lint/suspicious/noExplicitAny: the document is looked at as whoever reads it finds it, without our types.
export type Json = Record<string, any>;

/** The fields that OpenAPI 3.1 gives each kind of object, as far as the document has that kind: required, then optional. */
const FIELDS: Record<string, [required: string[], optional: string[]]> = {
  document: [
    ['openapi', 'info', 'paths'],
    ['servers', 'components', 'security', 'tags', 'externalDocs'],
  ],
  info: [
    ['title', 'version'],
    ['summary', 'description', 'termsOfService', 'contact', 'license'],
  ],
  operation: [
    ['operationId', 'responses'],
    ['tags', 'summary', 'description', 'parameters', 'requestBody', 'deprecated', 'security', 'servers'],
  ],
  parameter: [
    ['name', 'in', 'schema'],
    ['description', 'required', 'deprecated', 'style', 'explode', 'example', 'examples'],
  ],
  requestBody: [['content'], ['description', 'required']],
  media: [['schema'], ['example', 'examples']],
  response: [['description'], ['headers', 'content']],
  header: [['schema'], ['description', 'required', 'deprecated', 'example', 'examples']],
};

const SCHEMA_KEYWORDS = new Set([
  ...['type', 'enum', 'const', 'anyOf', 'properties', 'required', 'additionalProperties', 'patternProperties'],
  ...['minProperties', 'maxProperties', 'items', 'minItems', 'maxItems', 'minLength', 'maxLength', 'pattern'],
  ...['format', 'minimum', 'maximum', 'title', 'description', 'default', 'examples'],
]);

/** Where the document breaks a rule of OpenAPI 3.1 or of ours; empty when it is right. */
export function violations(document: Json): string[] {
  const found: string[] = [];
  const broken = (where: string, what: string) => found.push(`${where}: ${what}`);

  const checkFields = (kind: string, object: Json, where: string) => {
    const [required, optional] = FIELDS[kind]!;
    for (const field of required) if (!(field in object)) broken(where, `a ${kind} needs ${field}`);
    for (const field of Object.keys(object)) {
      if (![...required, ...optional].includes(field)) broken(where, `a ${kind} has no ${field}`);
    }
  };

  const checkSchema = (schema: Json, where: string) => {
    for (const keyword of Object.keys(schema)) {
      if (!SCHEMA_KEYWORDS.has(keyword)) broken(where, `a schema has no ${keyword}`);
    }
    if (!('type' in schema) && !('anyOf' in schema)) broken(where, 'a schema says which type it is of');
    for (const example of [...(schema.examples ?? []), ...('default' in schema ? [schema.default] : [])]) {
      if (!Check(schema, example)) broken(where, `${JSON.stringify(example)} is not what it is an example of`);
    }
    for (const required of schema.required ?? []) {
      if (!(required in schema.properties)) broken(where, `${required} is required and not described`);
    }
    for (const [name, property] of Object.entries<Json>({ ...schema.properties, ...schema.patternProperties })) {
      checkSchema(property, `${where}.${name}`);
    }
    for (const [index, variant] of (schema.anyOf ?? []).entries()) checkSchema(variant, `${where}|${index}`);
    for (const inner of [schema.items, schema.additionalProperties]) {
      if (typeof inner === 'object') checkSchema(inner, `${where}[]`);
    }
  };

  const checkContent = (content: Json, where: string) => {
    for (const [type, media] of Object.entries<Json>(content)) {
      checkFields('media', media, `${where} ${type}`);
      checkSchema(media.schema, `${where} ${type}`);
      if ('example' in media && !Check(media.schema, media.example)) broken(where, 'the example is not one');
    }
  };

  checkFields('document', document, 'document');
  checkFields('info', document.info, 'info');
  if (!document.openapi.startsWith('3.1.')) broken('document', 'it is OpenAPI 3.1');
  const operationIds = new Set<string>();
  const tags = new Set(document.tags.map(({ name }: Json) => name));
  for (const { where, path, operation } of operationsOf(document)) {
    checkFields('operation', operation, where);
    if (operationIds.has(operation.operationId)) broken(where, 'its operationId is taken');
    operationIds.add(operation.operationId);
    for (const tag of operation.tags) if (!tags.has(tag)) broken(where, `the tag ${tag} is not described`);
    const inPath = (operation.parameters ?? []).filter(
      (parameter: Json) => parameter.in === 'path' && parameter.required,
    );
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    if (String(inPath.map(({ name }: Json) => name)) !== String(names)) broken(where, 'it describes its path');
    for (const parameter of operation.parameters ?? []) {
      checkFields('parameter', parameter, `${where} ${parameter.name}`);
      checkSchema(parameter.schema, `${where} ${parameter.name}`);
    }
    if (operation.requestBody) {
      checkFields('requestBody', operation.requestBody, where);
      checkContent(operation.requestBody.content, where);
    }
    for (const [status, response] of Object.entries<Json>(operation.responses)) {
      checkFields('response', response, `${where} ${status}`);
      for (const [name, header] of Object.entries<Json>(response.headers ?? {})) {
        checkFields('header', header, `${where} ${status} ${name}`);
        checkSchema(header.schema, `${where} ${status} ${name}`);
      }
      checkContent(response.content, `${where} ${status}`);
    }
  }
  return found;
}

export function operationsOf(document: Json): { where: string; path: string; method: string; operation: Json }[] {
  return Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) => {
      return { where: `${method.toUpperCase()} ${path}`, path, method: method.toUpperCase(), operation };
    }),
  );
}
