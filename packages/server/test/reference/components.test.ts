import { describe, expect, it } from 'vitest';
import { withComponents } from '#goalpost/reference/components.js';

const refined = (paths: object) => withComponents({ paths });

describe('of the schemas of the routes, the document makes', () => {
  it('a component of each schema with a title, at any depth', () => {
    const goal = { title: 'Goal', type: 'object', properties: { key: { title: 'Key', type: 'string' } } };
    expect(refined({ one: goal, list: { type: 'array', items: goal } })).toEqual({
      paths: {
        one: { $ref: '#/components/schemas/Goal' },
        list: { type: 'array', items: { $ref: '#/components/schemas/Goal' } },
      },
      components: {
        schemas: {
          Goal: { type: 'object', properties: { key: { $ref: '#/components/schemas/Key' } } },
          Key: { type: 'string' },
        },
      },
    });
  });

  it.each([
    [
      { anyOf: [{ type: 'string' }, { type: 'null' }], description: 'It.' },
      { type: ['string', 'null'], description: 'It.' },
    ],
    [{ anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] }, { type: ['string', 'null'], enum: ['a', null] }],
    [{ anyOf: [{ type: 'string' }, { type: 'integer' }] }, { anyOf: [{ type: 'string' }, { type: 'integer' }] }],
  ])('of %j %j', (schema, type) => {
    expect(refined({ schema }).paths.schema).toEqual(type);
  });

  it('nothing of the keywords of our own validation, unless they are field names or part of an example', () => {
    const schema = {
      type: 'object',
      expected: 'an object',
      '~kind': 'Object',
      properties: { expected: { type: 'string' } },
    };
    const examples = { one: { value: { expected: 'a' } } };
    expect(refined({ schema, examples }).paths).toEqual({
      schema: { type: 'object', properties: { expected: { type: 'string' } } },
      examples,
    });
  });
});

it('two different schemas with the same title are an error', () => {
  const paths = { a: { title: 'Goal', type: 'string' }, b: { title: 'Goal', type: 'integer' } };
  expect(() => refined(paths)).toThrow('two different schemas are titled Goal');
});
