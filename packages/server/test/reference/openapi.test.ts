import { beforeEach, describe, expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { resolve } from '#goalpost/reference/json.js';
import { GET_CONVERSIONS, useSharedApi } from '../support/api.js';
import { isOfConsole, type Json, operationsOf, violations } from './openapi-rules.js';

const api = useSharedApi();
let document: Json;

beforeEach(async () => {
  document = (await api.app.inject({ url: '/openapi.json', headers: { host: 'goalpost.example' } })).json();
});

// The contract, copied from its reference page.

const LIMIT: Row = ['X-RateLimit-Limit', 'integer', 'Maximum number of requests allowed per minute', 60];
const REMAINING: Row = ['X-RateLimit-Remaining', 'integer', 'Number of requests remaining in the current window', 57];
const RETRY_AFTER: Row = ['Retry-After', 'integer', 'Seconds until the rate limit resets', 60];
const FAILURE: [string, string][] = [
  ['error', 'boolean'],
  ['message', 'string'],
];
type Row = [name: string, type: string, description: string, example: unknown];

describe('the request of get-conversions has the fields on the reference page:', () => {
  it.each<[field: string, type: string, required: boolean, example: unknown]>([
    ['key', 'string', false, 'list'],
    ['start_date', 'string (date-time)', false, '2026-01-01 00:00:00'],
    ['end_date', 'string (date-time)', false, '2026-01-31 23:59:59'],
    ['session_ids', 'string[]', true, [1, 2, 3]],
    ['conversion_types', 'string[]', false, ['click', 'url']],
  ])('%s is %s, required: %s, for example %j', (field, type, required, example) => {
    const schema = requestOf(GET_CONVERSIONS);
    expect(typeOf(schema.properties[field])).toBe(type);
    expect(schema.required.includes(field)).toBe(required);
    expect(schema.properties[field].examples).toEqual([example]);
    expect(schema.properties[field].description).toMatch(/\.$/);
  });

  it('and a required body, with the sample on the page', () => {
    const { required, content } = operationAt(GET_CONVERSIONS).requestBody;
    expect(required).toBe(true);
    expect(Object.keys(content)).toEqual(['application/json']);
    expect(content['application/json'].examples.list.value).toEqual({
      key: 'list',
      start_date: '2026-01-01 00:00:00',
      end_date: '2026-01-31 23:59:59',
      session_ids: [1, 2, 3],
      conversion_types: ['click', 'url'],
    });
  });

  it('key is count or list, and list by default', () => {
    const { key } = requestOf(GET_CONVERSIONS).properties;
    expect(key.default).toBe('list');
    expect(key).toMatchObject({ type: ['string', 'null'], enum: ['count', 'list', null] });
  });
});

describe('the responses of get-conversions match the reference page:', () => {
  it.each<[status: string, description: string, headers: Row[], fields: [name: string, type: string][]]>([
    [
      '200',
      'Successful response',
      [LIMIT, REMAINING],
      [
        ['error', 'boolean'],
        ['data', 'string[]'],
      ],
    ],
    [
      '422',
      'Validation error',
      [],
      [
        ['message', 'string'],
        ['errors', 'object'],
      ],
    ],
    ['401', 'Unauthenticated — missing or invalid Bearer token', [LIMIT, REMAINING], FAILURE],
    ['403', 'Forbidden — insufficient permissions for this resource', [LIMIT, REMAINING], FAILURE],
    ['429', 'Too Many Requests — rate limit exceeded', [LIMIT, REMAINING, RETRY_AFTER], FAILURE],
  ])('%s: %s', (status, description, headers, fields) => {
    const response = operationAt(GET_CONVERSIONS).responses[status];
    expect(response.description).toBe(description);
    for (const [name, type, meaning, example] of headers) {
      expect(response.headers[name]).toEqual({ schema: { type, examples: [example] }, description: meaning });
    }
    const schema = resolve(document, response.content['application/json'].schema);
    expect(schema.required).toEqual(fields.map(([name]) => name));
    for (const [name, type] of fields) {
      expect(typeOf(schema.properties[name])).toBe(type);
      expect(schema.properties[name].description).toMatch(/\.$/);
    }
  });

  it('the fields of a 422 have the descriptions on the page', () => {
    const { properties } = document.components.schemas.ValidationError;
    expect(properties.message.description).toBe('Errors overview.');
    expect(properties.errors.description).toBe('A detailed description of each field that failed validation.');
  });

  it('the example of a 200 is the one on the page', () => {
    const media = operationAt(GET_CONVERSIONS).responses['200'].content['application/json'];
    expect(Object.values<Json>(media.examples)[0]!.value).toEqual({ error: false, data: [] });
  });
});

/** The only operation without a token, but for those of the console. */
const TRACK = `POST ${BASE_PATH}/track`;

it('get-conversions has its name from the reference page; everything takes a bearer token or a console session, and the collector takes one', () => {
  expect(operationAt(GET_CONVERSIONS).summary).toBe('Get Sessions Conversions');
  expect(document.security).toEqual([{ bearer: [] }, { console: [] }]);
  expect(document.components.securitySchemes.bearer).toMatchObject({ type: 'http', scheme: 'bearer' });
  expect(document.components.securitySchemes.console).toMatchObject({ type: 'apiKey', in: 'cookie' });
  for (const { where, operation } of operationsOf(document)) {
    if (isOfConsole(operation)) expect([[], [{ console: [] }]], where).toContainEqual(operation.security);
    else expect(operation.security, where).toEqual(where === TRACK ? [{}, { bearer: [] }] : undefined);
  }
});

it('every response has the rate-limit headers, and Retry-After where it is sent', () => {
  const shown = { [LIMIT[0]]: expect.anything(), [REMAINING[0]]: expect.anything() };
  for (const { where, operation } of operationsOf(document)) {
    for (const [status, { headers }] of Object.entries<Json>(operation.responses)) {
      expect(headers, `${where} ${status}`).toMatchObject(shown);
      expect('Retry-After' in headers, `${where} ${status}`).toBe(status === '429' || status === '503');
    }
  }
});

it('every operation documents the answers without a token, an ability, requests left or a store', () => {
  for (const { where, operation } of operationsOf(document)) {
    const statuses = Object.keys(operation.responses);
    expect(statuses, where).toEqual(expect.arrayContaining(['403', '429', '503']));
    expect(statuses.includes('401'), where).toBe(operation.security?.length !== 0);
    if (operation.requestBody) expect(statuses, where).toEqual(expect.arrayContaining(['415', '422']));
    if (operation.parameters?.some((parameter: Json) => parameter.in === 'path'))
      expect(statuses, where).toContain('404');
  }
});

it('the document is valid OpenAPI 3.1, and its examples match their schemas', async () => {
  expect(await violations(document)).toEqual([]);
});

it('it has no keywords of our own validation', () => {
  expect(JSON.stringify(document)).not.toMatch(/"(expected|~\w+)":/);
});

it('it has exactly the addresses and methods that exist under the base path', async () => {
  const answered: string[] = [];
  for (const [index, path] of pathsOf(api.app.printRoutes({ commonPrefix: false })).entries()) {
    // An address may send 60 requests a minute without a token.
    const remoteAddress = `10.0.0.${index}`;
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      const { statusCode } = await api.app.inject({ method, url: path.replace('{key}', 'x'), remoteAddress });
      // A browser's preflight to the collector is not an operation of the API.
      if (statusCode !== 405 && method !== 'OPTIONS') answered.push(`${method} ${path}`);
    }
  }
  expect(answered).toContain(`POST ${GET_CONVERSIONS}`);
  expect(
    operationsOf(document)
      .map(({ where }) => where)
      .sort(),
  ).toEqual(answered.sort());
});

/** The POST operation at this address. */
function operationAt(address: string): Json {
  return operationsOf(document).find(({ where }) => where === `POST ${address}`)!.operation;
}

function requestOf(path: string): Json {
  return resolve(document, operationAt(path).requestBody.content['application/json'].schema);
}

/** The type of a field in the terms of the reference page, without null and without our extensions. */
function typeOf(schema: Json): string {
  const { type, format, items, anyOf } = schema;
  if (anyOf) return typeOf(anyOf[0]);
  const [name] = [type].flat();
  if (name === 'array') return `${typeOf(items)}[]`;
  return format ? `${name} (${format})` : name;
}

/** The addresses under the base path, from the tree of routes that Fastify prints. */
function pathsOf(tree: string): string[] {
  const above: string[] = [];
  const paths: string[] = [];
  for (const line of tree.trimEnd().split('\n')) {
    const [, indent = '', part = ''] = /^([│├└─ ]*)(\S+)/.exec(line)!;
    const depth = indent.length / 4 - 1;
    above.splice(depth, above.length, part);
    const path = above.join('').replace(/:(\w+)/g, '{$1}');
    if (path.startsWith(BASE_PATH)) paths.push(path);
  }
  return paths;
}
