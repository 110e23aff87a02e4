import { createConfig, lintFromString } from '@redocly/openapi-core';

/** Any JSON object. */
// biome-ignore lint/suspicious/noExplicitAny: tests read the document like any other client, without our types.
export type Json = Record<string, any>;

/** The problems that Redocly finds in the document; empty when it is right. */
export async function violations(document: Json): Promise<string[]> {
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: {
      'no-invalid-schema-examples': 'error',
      'no-invalid-media-type-examples': 'error',
      'no-invalid-parameter-examples': 'error',
      'no-required-schema-properties-undefined': 'error',
      'no-duplicated-enum-values': 'error',
      'tag-description': 'error',
      'response-contains-header': { severity: 'error', names: { all: ['X-RateLimit-Limit', 'X-RateLimit-Remaining'] } },
    },
  });
  const problems = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: '/openapi.json',
    config,
  });
  return problems
    .map(({ message, location }) => `${location[0]?.pointer}: ${message}`)
    .filter((problem) => !CONTRACT_DATE.test(problem));
}

/**
 * The reference page calls "2026-01-01 00:00:00" a date-time. In JSON Schema `format` is a description, but Redocly
 * checks it.
 */
const CONTRACT_DATE = /(start|end)_date.* must match format "date-time"\.$/;

/** The path of the document's base URL. On the wire, the document's paths follow it. */
export const basePathOf = (document: Json) => new URL(document.servers[0].url).pathname;

/** Whether an operation's answer does not end by itself. */
export function isStream({ responses }: Json): boolean {
  return 'text/event-stream' in (responses[200]?.content ?? {});
}

/** Whether only the console's own page can use an operation. */
export function isOfConsole(operation: Json): boolean {
  return operation['x-console'] === true;
}

/**
 * Whether the Postman collection has a request for an operation: it has no streams, nothing of the
 * console's own page, and nothing that cannot be undone.
 */
export function isInCollection(operation: Json): boolean {
  return !isStream(operation) && !isOfConsole(operation) && !operation['x-irreversible'];
}

/** Every operation, by its address on the wire. */
export function operationsOf(document: Json): { where: string; path: string; method: string; operation: Json }[] {
  const base = basePathOf(document);
  return Object.entries<Json>(document.paths).flatMap(([below, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) => {
      const path = base + below;
      return { where: `${method.toUpperCase()} ${path}`, path, method: method.toUpperCase(), operation };
    }),
  );
}
