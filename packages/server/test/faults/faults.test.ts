import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { it } from '../support/operator.js';
import { install } from './installation.js';
import { runRounds } from './rounds.js';

// The short form of `npm run test:faults`, which also measures how long requests wait.

const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 3);
const SEED = Number(process.env.FAULT_SEED ?? randomInt(2 ** 30));
const isTimed = process.env.FAULT_ROUNDS !== undefined;
/** How soon everything is as before after the last repair, in ms. */
const RECOVERY_MS_MAX = 5000;

it(`${ROUNDS} rounds of faults lose, double and refuse nothing that they may not (FAULT_SEED=${SEED})`, {
  timeout: 600_000 + ROUNDS * 60_000,
}, async ({ operator }) => {
  const installation = await install(operator, SEED);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (!installation.cluster.disks) say('No disk is filled: only root can mount small ones.');
  try {
    const { violations, waits, recovery, ...counts } = await runRounds(installation, {
      rounds: ROUNDS,
      seed: SEED,
      say,
    });
    console.log(JSON.stringify({ ...counts, recovery, waits }, null, 2));
    expect(violations).toEqual([]);
    if (!isTimed) return;
    expect(waits.tooLong).toEqual([]);
    expect(recovery).toBeLessThan(RECOVERY_MS_MAX + waits.calm.longest);
  } finally {
    await installation.stop();
  }
});
