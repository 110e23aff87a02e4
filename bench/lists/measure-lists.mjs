import { performance } from 'node:perf_hooks';
import { startServer } from '../measure/server.mjs';
import { goalpost } from '../reads/servers.mjs';

const TIMES = 7;

/** Requests each page several times in sequence from a server on one data set. Returns the times taken in ms. */
export async function measureLists(dataSet, cases) {
  const server = await startServer(goalpost(dataSet));
  const lists = [];
  for (const { name, body, last = false } of cases) {
    const first = await ask(server, dataSet, body);
    const page = last ? first.last_page : 1;
    const samples = [];
    for (let time = 0; time < TIMES; time++) {
      const startedAt = performance.now();
      await ask(server, dataSet, { ...body, page });
      samples.push(performance.now() - startedAt);
    }
    lists.push({ case: name, conversions: dataSet.conversions, sessions: first.total, samples });
  }
  await server.stop();
  console.log(`project/sessions: ${cases.length} pages, ${TIMES} times each`);
  return lists;
}

async function ask({ url }, { bearerToken }, body) {
  const answer = await fetch(`${url}/api/services/analytics/v1/project/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearerToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`project/sessions answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()).data;
}
