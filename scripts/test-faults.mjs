// npm run test:faults: builds, and breaks parts of a whole installation under load, round after round. npm test runs a few
// rounds of the same.
import { randomInt } from 'node:crypto';
import { numberOf, readOptions } from './options.mjs';
import { installPrograms } from './programs.mjs';
import { runTests } from './run-tests.mjs';
import { installEngine, setUp } from './set-up.mjs';

const HELP = `Usage: npm run test:faults -- [--rounds N] [--seed N]

Starts two shards of two ClickHouse nodes, Redis, and three servers behind Caddy. In each round, users track, import, read
and change goals, while up to three parts are killed, frozen, filled, damaged or emptied, and repaired again. Fails if
anything acknowledged is lost, doubled or in a wrong session, if an answer is incomplete or not documented, if a request
waits for more than 3 s although each shard has a healthy copy, or if it takes more than 5 s after the last repair until
everything is as before.

  --rounds N  rounds (default: 200)
  --seed N    what the faults follow from (default: a random number, which is printed)
`;
const TEST = 'packages/server/test/faults/faults.test.ts';

const OPTIONS = {
  rounds: { type: 'string', default: '200' },
  seed: { type: 'string', default: String(randomInt(1, 10 ** 9)) },
};
const { rounds, seed } = readOptions(HELP, OPTIONS, (values) => ({
  rounds: numberOf('rounds', values.rounds),
  seed: numberOf('seed', values.seed),
}));
if (installPrograms().includes(TEST)) process.exit(1);
setUp();
installEngine();
process.env.FAULT_ROUNDS = String(rounds);
process.env.FAULT_SEED = String(seed);
await runTests(process.execPath, [TEST]);
