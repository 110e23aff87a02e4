// npm run fuzz: builds, and sends hostile inputs to a server, which must answer none with a 5xx, stay responsive, and not
// grow.
import { randomInt } from 'node:crypto';
import { numberOf, readOptions } from './options.mjs';
import { fail, ROOT, say } from './run.mjs';
import { installEngine, setUp } from './set-up.mjs';

const HELP = `Usage: npm run fuzz -- [--count N] [--seed N] [--store sqlite|clickhouse]

Starts a server, sends hostile inputs to all of its endpoints, prints figures, and fails if an input is answered with a
5xx or neither answered nor closed, if memory grows by more than 50 MB, or if /healthz takes more than 250 ms.

  --count N   inputs (default: 100000)
  --seed N    what the inputs follow from (default: a random number, which is printed)
  --store     sqlite (default), or clickhouse: one real node, and Redis
`;

const OPTIONS = {
  count: { type: 'string', default: '100000' },
  seed: { type: 'string', default: String(randomInt(1, 10 ** 9)) },
  store: { type: 'string', default: 'sqlite' },
};
const { count, seed, store } = readOptions(HELP, OPTIONS, (values) => {
  if (!['sqlite', 'clickhouse'].includes(values.store)) throw new Error('--store must be sqlite or clickhouse.');
  return { store: values.store, count: numberOf('count', values.count), seed: numberOf('seed', values.seed) };
});
setUp();
if (store === 'clickhouse') installEngine();

const { runnerImport } = await import('vite');
const { runCampaign } = (await runnerImport(`${ROOT}packages/server/test/fuzz/campaign.ts`)).module;
say(`Fuzzing a server on ${store} with --count ${count} --seed ${seed} …`);
const faults = await runCampaign({ store, count, seed, say });
if (faults.length > 0)
  fail(`${faults.join('\n')}\nFailed. To repeat: npm run fuzz -- --count ${count} --seed ${seed} --store ${store}`);
say('Passed.');
