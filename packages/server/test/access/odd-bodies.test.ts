import { expect, it } from 'vitest';
import { isOfConsole, type Json, operationsOf } from '../reference/openapi-rules.js';
import { type Method, useApi } from '../support/api.js';
import { signedInAs } from '../support/console.js';

// Tokens, which the fuzz test sends, come no further than 403 here.
const api = useApi();

const ODD = [
  ...[null, true, 0, -1, 1e308, '', ' ', '\u0000', '\ud800', '\u202e', '__proto__', 'ada@\u0000', '😀@😀'],
  ...['x'.repeat(300), 'x'.repeat(70_000), [], [[]], ['x'], [null], {}, { length: 1 }, { id: 'p1', role: 'owner' }],
];

/** The schema of a body, which the document names. */
function bodyOf(document: Json, { requestBody }: Json): Json {
  const { schema } = requestBody.content['application/json'];
  return schema.$ref ? document.components.schemas[schema.$ref.split('/').at(-1)] : schema;
}

it('odd values in a body of the console are taken or named in a 422, never a 5xx', async () => {
  const owner = await signedInAs(api, { all: 'owner' });
  const document: Json = api.app.swagger();
  const operations = operationsOf(document).filter(({ operation }) => isOfConsole(operation) && operation.requestBody);
  expect(operations.length).toBeGreaterThan(10);
  for (const { where, path, method, operation } of operations) {
    const { properties }: Json = bodyOf(document, operation);
    const right = Object.fromEntries(
      Object.entries<Json>(properties).map(([field, { examples, anyOf }]) => [
        field,
        (examples ?? anyOf?.[0]?.examples)?.[0],
      ]),
    );
    const address = path.slice(path.indexOf('/v1/') + 3).replace(/\{\w+\}/g, 'x');
    for (const field of Object.keys(properties)) {
      for (const value of ODD) {
        const answer = await owner.send(method as Method, address, { ...right, [field]: value });
        const what = `${where} ${field}: ${JSON.stringify(value).slice(0, 40)}: ${answer.body}`;
        expect(answer.statusCode, what).toBeLessThan(500);
        if (answer.statusCode === 422) expect(Object.keys(answer.json()), what).toEqual(['message', 'errors']);
      }
    }
  }
  // Otherwise the last of them came no further, either.
  expect((await owner.send('GET', '/me')).statusCode).toBe(200);
});
