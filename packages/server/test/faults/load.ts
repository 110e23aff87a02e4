import { setTimeout as sleep } from 'node:timers/promises';
import { FIREFOX } from '../collect/track/track.js';
import type { Asked, Asking, Requests } from './asking.js';
import { P1 } from './ids.js';
import type { Installation } from './installation.js';
import type { Ledger } from './ledger.js';

const AGAIN_AFTER_MS = 100;
const PERSISTS_MS = 300_000;

/** What the users of a round share. */
export interface Round {
  readonly number: number;
  readonly installation: Installation;
  readonly ledger: Ledger;
  readonly requests: Requests;
  readonly random: () => number;
  /** Users finish what they have begun after this. */
  isOver: boolean;
}

export function headersFor(token = '', body?: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) };
}

/** Sends a request with the token of `P1`. */
export function ask(
  { installation, requests }: Round,
  asking: Omit<Asking, 'url'> & { address: string },
): Promise<Asked> {
  const headers = headersFor(installation.tokens[P1], asking.body);
  return requests.send({ headers, ...asking, url: `${installation.api}/${asking.address}` });
}

/**
 * Sends a request again until it is answered with one of the expected statuses.
 *
 * @throws {Error} when it is refused for much longer than any fault lasts.
 */
export async function persist(send: () => Promise<Asked>, expects: readonly number[]): Promise<Asked> {
  const deadline = Date.now() + PERSISTS_MS;
  for (;;) {
    const asked = await send();
    const { what, status, body } = asked;
    if (status !== null && expects.includes(status)) return asked;
    if (Date.now() > deadline) throw new Error(`${what}: still ${status} ${JSON.stringify(body)}`);
    await sleep(AGAIN_AFTER_MS);
  }
}

/** A visitor whose tracker sends one event after the other, each again until it is acknowledged. */
export async function visit(round: Round, name: string): Promise<void> {
  const source = round.ledger.open(name, round.number);
  const headers = { 'user-agent': `${FIREFOX} ${name}`, 'content-type': 'text/plain' };
  const track = (id: string) => {
    source.sent.add(id);
    const events = [{ id, type: 'visit', age: 0, url: `https://shop.example/r${round.number}/` }];
    const body = JSON.stringify({ site: `site-${P1}`, events });
    return ask(round, { what: 'track', address: 'track', headers, body, expects: [202] });
  };
  for (let number = 0; !round.isOver; number++) {
    const id = `${name}-${number}`;
    const { body } = await persist(() => track(id), [202]);
    round.ledger.acknowledge(source, body.data.session_id, [id]);
    await sleep(130);
  }
}

/** A program that imports events of two sessions, each call again until it is acknowledged. */
export async function importEvents(round: Round, name: string): Promise<void> {
  const sources = ['a', 'b'].map((session) => round.ledger.open(`${name}${session}`, round.number));
  const headers = {
    authorization: `Bearer ${round.installation.tokens[P1]}`,
    'content-type': 'application/x-ndjson',
  };
  for (let number = 0; !round.isOver; number++) {
    const events = sources.flatMap((source) =>
      [0, 1, 2].map((index) => ({ source, id: `${source.name}-${number}-${index}` })),
    );
    for (const { source, id } of events) source.sent.add(id);
    const at = new Date(Date.UTC(2026, 0, 3) + number * 1000).toISOString();
    const body = events
      .map(({ source, id }) => {
        const event = { session_id: source.name, id, type: 'visit', at, url: `https://shop.example/r${round.number}/` };
        return JSON.stringify(event);
      })
      .join('\n');
    const send = () => ask(round, { what: 'import', address: 'events/import', headers, body, expects: [200] });
    const { data } = (await persist(send, [200])).body;
    if (data.stored + data.repeated !== events.length)
      round.ledger.violations.push(`import ${name}-${number}: ${JSON.stringify(data)}`);
    for (const { source, id } of events) round.ledger.acknowledge(source, source.name, [id]);
    await sleep(250);
  }
}
