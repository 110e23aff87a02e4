import { setTimeout as sleep } from 'node:timers/promises';
import { faultOf, type Source } from './ledger.js';
import { ask, type Round } from './load.js';

const SESSIONS_MAX = 4;
const PAUSE_MS = 100;
/** Sources of a round. */
const RECENT = 8;

/** The ids of events in an answer about some sessions, as `session:event`. */
const READS = {
  'get-conversions': (data: string[]) =>
    data.filter((id) => id.includes(':url:page:')).map((id) => id.replace(':url:page:', ':')),
  'get-visits': (data: string[]) => data,
};

/** A client that reads sessions which are being written, or are complete, and checks each answer. */
export async function read(round: Round): Promise<void> {
  const { ledger, random } = round;
  for (let number = 0; !round.isOver; number++) {
    // Most reads are of sessions that are being written.
    const { known } = ledger;
    const some = random() < 0.7 ? known.slice(-RECENT) : known;
    const asked = Array.from({ length: SESSIONS_MAX }, () => some[Math.floor(random() * some.length)]);
    const sources = [...new Set(asked.filter((source) => source !== undefined))];
    if (number % 3 === 2) await readTotal(round);
    else if (sources.length > 0) await readIds(round, number % 3 === 0 ? 'get-conversions' : 'get-visits', sources);
    await sleep(PAUSE_MS);
  }
}

async function readIds(round: Round, what: keyof typeof READS, sources: readonly Source[]): Promise<void> {
  const before = idsOf(sources, ({ acknowledged }) => acknowledged);
  const body = JSON.stringify({ session_ids: sources.map(({ session }) => session) });
  const answer = await ask(round, { what, address: `sessions/${what}`, body, expects: [200] });
  if (answer.status !== 200) return;
  const fault = faultOf(
    READS[what](answer.body.data),
    before,
    idsOf(sources, ({ sent }) => sent),
  );
  if (fault) round.ledger.violations.push(`${what}: ${fault}`);
}

/** The number of sessions, which every shard has a part of. */
async function readTotal(round: Round): Promise<void> {
  const before = round.ledger.known.length;
  const body = JSON.stringify({ start_date: '2000-01-01', end_date: '2100-01-01', per_page: 1 });
  const answer = await ask(round, { what: 'project/sessions', address: 'project/sessions', body, expects: [200] });
  if (answer.status !== 200) return;
  const { total } = answer.body.data;
  const sent = round.ledger.sources.length;
  if (total < before || total > sent)
    round.ledger.violations.push(`project/sessions: ${total} sessions, not ${before} to ${sent}`);
}

/** The events of sources as `session:event`. */
export function idsOf(sources: readonly Source[], which: (source: Source) => ReadonlySet<string>): Set<string> {
  return new Set(sources.flatMap((source) => [...which(source)].map((id) => `${source.session}:${id}`)));
}
