import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '#goalpost/reference/json.js';
import { useSharedApi } from '../support/api.js';
import { breakingChanges } from './breaking.js';

const ROOT = new URL('../../../../', import.meta.url);
const RELEASED = new URL('docs/api/openapi.json', ROOT);

const api = useSharedApi();

it('docs/api/openapi.json is current, and the changelog lists breaking changes under "Unreleased"', async () => {
  const answer = await api.app.inject({ url: '/openapi.json', headers: { host: 'goalpost.example' } });
  const [, unreleased] = readFileSync(new URL('CHANGELOG.md', ROOT), 'utf8').split(/^## /m);
  const breaking = breakingChanges(JSON.parse(readFileSync(RELEASED, 'utf8')), answer.json());
  if (!/^(- )?Breaking:/m.test(unreleased!)) expect(breaking).toEqual([]);
  // Check the difference, then run: npx vitest run --update=all packages/server/test/reference/released.test.ts
  await expect(`${JSON.stringify(answer.json(), null, 2)}\n`).toMatchFileSnapshot(RELEASED.pathname);
});

describe('a change is breaking when', () => {
  const document = (): Json => structuredClone(BEFORE);
  const at = (changed: Json) => changed.paths['/things'].post;
  const request = (changed: Json) => changed.components.schemas.Thing;
  const answer = (changed: Json) => at(changed).responses[200].content['application/json'].schema;

  it.each<[change: string, make: (changed: Json) => void, found: string[]]>([
    ['an operation is gone', (changed) => delete changed.paths['/things'], ['POST /things: is gone']],
    [
      'the base URL changes and the paths do not',
      (changed) => Object.assign(changed, { servers: [{ url: 'https://a.example/v2' }] }),
      ['POST /things: is gone'],
    ],
    [
      'an operation is renamed',
      (changed) => Object.assign(at(changed), { operationId: 'makeThing' }),
      ['POST /things: another operationId'],
    ],
    [
      'a parameter becomes required',
      (changed) => Object.assign(at(changed).parameters[0], { required: true }),
      ['POST /things: the parameter dry is required'],
    ],
    ['a parameter is gone', (changed) => at(changed).parameters.pop(), ['POST /things: the parameter dry is gone']],
    [
      'a field becomes required',
      (changed) => request(changed).required.push('size'),
      ['POST /things: size is required'],
    ],
    [
      'a type is no longer accepted',
      (changed) => Object.assign(request(changed).properties.size, { type: 'integer' }),
      ['POST /things.size: null is refused'],
    ],
    [
      'a value is no longer accepted',
      (changed) => request(changed).properties.kind.enum.pop(),
      ['POST /things.kind: b is refused'],
    ],
    [
      'a limit is lowered',
      (changed) => Object.assign(request(changed).properties.size, { maximum: 5 }),
      ['POST /things.size: maximum is now 5'],
    ],
    [
      'a limit is new',
      (changed) => Object.assign(request(changed).properties.kind, { minLength: 1 }),
      ['POST /things.kind: minLength is now 1'],
    ],
    [
      'a variant is no longer accepted',
      (changed) => request(changed).properties.of.anyOf.pop(),
      ['POST /things.of: a variant is refused'],
    ],
    [
      'a media type is gone',
      (changed) => {
        at(changed).requestBody.content = {};
      },
      ['POST /things: application/json is gone'],
    ],
    ['an answer is gone', (changed) => delete at(changed).responses[200], ['POST /things: 200 is gone']],
    [
      'a header of an answer is gone',
      (changed) => {
        at(changed).responses[200].headers = {};
      },
      ['POST /things 200: the header X-Left is gone'],
    ],
    [
      'a field of an answer is gone',
      (changed) => delete answer(changed).properties.id,
      ['POST /things 200: id is gone'],
    ],
    [
      'a field of an answer may be absent',
      (changed) => answer(changed).required.pop(),
      ['POST /things 200: id may be absent'],
    ],
    [
      'an answer may be null',
      (changed) => Object.assign(answer(changed).properties.id, { type: ['string', 'null'] }),
      ['POST /things 200.id: may be null'],
    ],
    [
      'an answer has another value',
      (changed) => answer(changed).properties.state.enum.push('new'),
      ['POST /things 200.state: may be new'],
    ],
  ])('%s', (_change, make, found) => {
    const changed = document();
    make(changed);
    expect(breakingChanges(document(), changed)).toEqual(found);
  });

  it.each<[change: string, make: (changed: Json) => void]>([
    ['there is another operation', (changed) => Object.assign(changed.paths, { '/others': changed.paths['/things'] })],
    [
      'a field of a request is new',
      (changed) => Object.assign(request(changed).properties, { hue: { type: 'string' } }),
    ],
    ['a request may have another value', (changed) => request(changed).properties.kind.enum.push('c')],
    ['a limit is raised', (changed) => Object.assign(request(changed).properties.size, { maximum: 50 })],
    [
      'a field of an answer is new',
      (changed) => Object.assign(answer(changed).properties, { hue: { type: 'string' } }),
    ],
    [
      'a path moves from the operations into the base URL',
      (changed) => {
        changed.servers = [{ url: 'https://a.example/things' }];
        changed.paths = { '': changed.paths['/things'] };
      },
    ],
    ['a text changes', (changed) => Object.assign(at(changed), { summary: 'Other words' })],
  ])('but not when %s', (_change, make) => {
    const changed = document();
    make(changed);
    expect(breakingChanges(document(), changed)).toEqual([]);
  });
});

const BEFORE: Json = {
  paths: {
    '/things': {
      post: {
        operationId: 'createThing',
        parameters: [{ name: 'dry', in: 'query', schema: { type: 'boolean' } }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: {
          200: {
            headers: { 'X-Left': { schema: { type: 'integer' } } },
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { id: { type: 'string' }, state: { type: 'string', enum: ['done'] } },
                  required: ['id'],
                },
              },
            },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        properties: {
          kind: { type: 'string', enum: ['a', 'b'] },
          size: { type: ['integer', 'null'], maximum: 10 },
          of: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
        },
        required: ['kind'],
      },
    },
  },
};
