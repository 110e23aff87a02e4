import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../support/seeded.js';
import { type Asked, Requests } from './asking.js';
import { checkReplicas, checkSources, checkTotal, deleteGoal, goalIsMatched } from './checks.js';
import { faultsOf } from './faults.js';
import { createGoal, race } from './goal-changes.js';
import type { Installation } from './installation.js';
import { Ledger } from './ledger.js';
import { ask, importEvents, type Round, visit } from './load.js';
import { planOf } from './plan.js';
import { read } from './reads.js';
import { Timeline } from './timeline.js';
import { longest, type Waits, waitsOf } from './waits.js';

const VISITORS = ['v', 'w', 'x', 'y'];
const IMPORTERS = ['i', 'j'];
const READERS = 3;
/** How long the load goes on before the first fault and after the last repair, in ms. */
const CALM_MS = 300;
const LOOK_EVERY_MS = 50;

/** What a number of rounds came to. */
export interface Outcome {
  /** What must never happen, in sentences. Empty if all is well. */
  readonly violations: readonly string[];
  readonly waits: Waits;
  /** The longest time from the last repair of a round until everything was as before, in ms. */
  readonly recovery: number;
  readonly faults: number;
  readonly requests: number;
  readonly acknowledged: number;
}

/** Runs rounds of faults on an installation under load. The same seed makes the same faults. */
export async function runRounds(
  installation: Installation,
  { rounds, seed, say }: { rounds: number; seed: number; say: (line: string) => void },
): Promise<Outcome> {
  const violations: string[] = [];
  const ledger = new Ledger(violations);
  const requests = new Requests(violations);
  const timeline = new Timeline();
  const faults = faultsOf(installation);
  const random = seeded(seed);
  let recovery = 0;
  for (let number = 1; number <= rounds; number++) {
    const plan = planOf(faults, random);
    const round: Round = { number, installation, ledger, requests, random: seeded(seed + number), isOver: false };
    const [asked, known] = [requests.all.length, violations.length];
    const names = plan.map(({ fault, after, lasts }) => `${fault.name} (${after} to ${after + lasts} ms)`).join(', ');
    const back = await runRound(round, timeline, plan).catch((cause) => {
      throw new Error(`round ${number}: ${names}`, { cause });
    });
    recovery = Math.max(recovery, back);
    const sent = requests.all.slice(asked);
    say(
      `round ${number}: ${names}. ${sent.length} requests, ${refusedOf(sent)}, ` +
        `longest wait ${longest(sent)}, as before after ${back} ms`,
    );
    for (const violation of violations.slice(known)) say(`  VIOLATION: ${violation}`);
  }
  await checkSources({ number: 0, installation, ledger, requests, random, isOver: true }, ledger.known);
  return {
    violations,
    waits: waitsOf(requests.all, timeline),
    recovery,
    faults: timeline.all.length,
    requests: requests.all.length,
    acknowledged: ledger.acknowledgedCount,
  };
}

/** How many requests were refused, of each kind. */
function refusedOf(all: readonly Asked[]): string {
  const refused = all.filter(({ status }) => status === 503);
  const kinds = [...Map.groupBy(refused, ({ what }) => what)].map(([what, of]) => `${of.length} × ${what}`);
  return `${refused.length} refused${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`;
}

/** Returns how long it took from the last repair until everything was as before, in ms. */
async function runRound(round: Round, timeline: Timeline, plan: ReturnType<typeof planOf>): Promise<number> {
  const users = Promise.all([
    ...VISITORS.map((name) => visit(round, `${name}${round.number}`)),
    ...IMPORTERS.map((name) => importEvents(round, `${name}${round.number}`)),
    ...Array.from({ length: READERS }, () => read(round)),
    createGoal(round),
    race(round),
  ]);
  const faults = (async () => {
    await sleep(CALM_MS);
    await timeline.run(plan);
    const repaired = Date.now();
    await isAsBefore(round);
    const back = Date.now() - repaired;
    await sleep(CALM_MS);
    return back;
  })().finally(() => {
    round.isOver = true;
  });
  const [back] = await Promise.all([faults, users]);
  await goalIsMatched(round);
  const ofRound = round.ledger.known.filter((source) => source.round === round.number);
  await checkSources(round, ofRound);
  await checkTotal(round);
  await checkReplicas(round);
  await deleteGoal(round);
  return back;
}

/** Resolves once all servers see all parts up, and Caddy sends requests to them. */
async function isAsBefore(round: Round): Promise<void> {
  const { servers } = round.installation;
  for (const server of servers) while (!(await server.seesAllUp())) await sleep(LOOK_EVERY_MS);
  const look = () => ask(round, { what: 'list goals', method: 'GET', address: 'goals', expects: [200] });
  for (let answered = 0; answered < servers.length; ) answered = (await look()).status === 200 ? answered + 1 : 0;
}
