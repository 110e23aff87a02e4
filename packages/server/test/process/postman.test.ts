import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect } from 'vitest';
import type { Json } from '#goalpost/reference/json.js';
import { isInCollection, operationsOf } from '../reference/openapi-rules.js';
import { project } from '../support/builders.js';
import { openDemoShop } from '../support/demo-shop.js';
import { it } from '../support/operator.js';

/** How Node.js runs newman. Newer versions warn about deprecated functions that newman's own dependencies call. */
const NEWMAN = ['--no-deprecation', createRequire(import.meta.url).resolve('newman/bin/newman.js')];

it('the exported Postman collection passes, repeatedly, and leaves nothing behind', async ({ operator }) => {
  const token = await openDemoShop(operator);
  const { url, api } = await operator.serve();
  const collection = path.join(operator.dir, 'postman.json');
  writeFileSync(collection, await (await fetch(`${url}/postman.json`)).text());
  const ask = async (method: string, address: string, body?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const answer = await fetch(api + address, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return answer.json();
  };
  const stored = async () => [
    await ask('GET', '/goals'),
    await ask('POST', '/project/sessions', { start_date: '2000-01-01', end_date: '2199-12-31', per_page: 100 }),
    await ask('POST', '/sessions/get-conversions', { session_ids: [1, 2, 3, 4], expand: true }),
    await ask('POST', '/sessions/get-visits', { session_ids: [1, 2, 3, 4], expand: true }),
  ];
  const before = await stored();

  for (const run of ['first', 'second']) {
    const report = path.join(operator.dir, `${run}.json`);
    const variables = [`bearerToken=${token}`, `siteKey=${project().siteKey}`].flatMap((set) => ['--env-var', set]);
    const reporters = ['--reporters', 'cli,json', '--reporter-json-export', report];
    const { code, stdout, stderr } = await operator.start(process.execPath, [
      ...NEWMAN,
      ...['run', collection, '--color', 'off'],
      ...variables,
      ...reporters,
    ]).ended;
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' });
    const { executions }: Json = JSON.parse(readFileSync(report, 'utf8')).run;
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as Json;
    const included = operationsOf(document).filter(({ operation }) => isInCollection(operation));
    expect(executions).toHaveLength(included.length);
    for (const { item, assertions } of executions) expect(assertions, item.name).toHaveLength(1);
  }
  expect(await stored()).toEqual(before);
});
