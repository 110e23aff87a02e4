import { Readable } from 'node:stream';
import { isbot } from 'isbot';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ImportFormat, importEvents, type RefusedLine } from '#goalpost/collect/import/import.js';
import type { ImportSummary } from '#goalpost/collect/import/import-summary.js';
import { MemoryEventStore, project } from '../import/memory-event-store.js';
import { readRealAccessLog } from './real-access-log.js';

// Compares the result of the import with counts made by splitting lines at quotes and spaces, as in awk.

const log = readRealAccessLog();

interface Row {
  readonly visitor: string;
  readonly seconds: number;
  readonly method: string;
  readonly target: string;
  readonly status: string;
  readonly agent: string;
}

function rowsOf(text: string): Row[] {
  return text.split('\n').flatMap((line) => {
    const [start, request, status, , , agent, ...rest] = line.split('"');
    if (rest.length === 0) return [];
    const [method, target] = request!.split(' ');
    const [day, hour, minute, second] = line
      .slice(line.indexOf('[') + 1)
      .split(/[/:]/)
      .flatMap((part, place) => (place === 1 || place === 2 ? [] : [Number.parseInt(part, 10)])) as [
      number,
      number,
      number,
      number,
    ];
    const seconds = ((day * 24 + hour) * 60 + minute) * 60 + second;
    const address = start!.split(' ')[0];
    return {
      visitor: `${address} ${agent}`,
      seconds,
      method: method!,
      target: target!,
      status: status!.trim().slice(0, 3),
      agent: agent!,
    };
  });
}

const ASSET = /\.(png|css|ico|jpg|jpeg|gif|svg|js|xsl|txt|xml|jar|ttf|woff|pdf|doc|exe|gz|deb|swf)(\?|#|$)/i;

const isServedGet = ({ method, status }: Row) => method === 'GET' && (/^2/.test(status) || status === '304');
const isPage = (row: Row) => isServedGet(row) && !ASSET.test(row.target.split('?')[0]!);
const isHuman = ({ agent }: Row) => agent === '-' || !isbot(agent);

/** Sorts each visitor's times first; the log is never out of order by more than a minute. */
function sessionsIn(rows: Row[]): number {
  return [...new Set(rows.map(({ visitor }) => visitor))].reduce((sum, visitor) => {
    const visits = rows.filter((row) => row.visitor === visitor);
    const sorted = visits.map(({ seconds }) => seconds).sort((a, b) => a - b);
    return sum + sorted.filter((time, index) => index === 0 || time - sorted[index - 1]! > 1800).length;
  }, 0);
}

interface Imported {
  readonly summary: ImportSummary;
  readonly refusals: RefusedLine[];
  readonly store: MemoryEventStore;
}

async function run(
  format: Partial<ImportFormat & { name: 'access-log' }> = {},
  store = new MemoryEventStore(),
): Promise<Imported> {
  const refusals: RefusedLine[] = [];
  const summary = await importEvents({
    store,
    sessions: store,
    project,
    source: Readable.from([log]),
    format: { name: 'access-log', includeBots: false, pagePattern: null, exclude: null, ...format },
    onRefusal: (refusal) => refusals.push(refusal),
  });
  return { summary, refusals, store };
}

const sessionsOf = ({ store }: Imported) => new Set(store.events.map(({ sessionId }) => sessionId)).size;

describe('a real access log', () => {
  let rows: Row[];
  let imported: Imported;
  beforeAll(async () => {
    rows = rowsOf(log.toString('latin1'));
    imported = await run();
  });

  it('has every line accounted for', () => {
    const filtered = {
      method: rows.filter(({ method }) => method !== 'GET').length,
      status: rows.filter((row) => row.method === 'GET' && !isServedGet(row)).length,
      asset: rows.filter((row) => isServedGet(row) && !isPage(row)).length,
      excluded: 0,
      bot: rows.filter((row) => isPage(row) && !isHuman(row)).length,
    };
    const stored = rows.filter((row) => isPage(row) && isHuman(row)).length;
    expect(imported.summary).toEqual({
      lines: 10_000,
      stored,
      repeated: 0,
      filtered,
      refused: { too_long: 0, not_utf8: 0, malformed: 1, invalid: 0 },
      forwarded: 0,
      apart: 0,
      format: 'combined',
      truncated: null,
    });
    expect({ stored, ...filtered }).toEqual({
      stored: 1610,
      method: 48,
      status: 371,
      asset: 5691,
      excluded: 0,
      bot: 2279,
    });
  });

  it('has one broken line, a user agent without its closing quote', () => {
    expect(imported.refusals).toEqual([
      {
        line: 8899,
        kind: 'malformed',
        reason: String.raw`The line must have the "user agent" here: " \"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html". A line has: address, two names, time in brackets, "request", status, bytes, "referrer", "user agent".`,
      },
    ]);
  });

  it('splits visitors into sessions at gaps of over 30 minutes', () => {
    expect(sessionsOf(imported)).toBe(sessionsIn(rows.filter((row) => isPage(row) && isHuman(row))));
  });

  it('has the visits of its pages, each with its path and query', () => {
    const targets = (all: string[]) => all.sort();
    expect(targets(imported.store.events.map((event) => event.url!))).toEqual(
      targets(rows.filter((row) => isPage(row) && isHuman(row)).map(({ target }) => target)),
    );
  });

  it('gives the same events when it is read again', async () => {
    expect((await run()).store.events).toEqual(imported.store.events);
    expect((await run({}, imported.store)).summary).toMatchObject({ stored: 0, repeated: 1610 });
  });

  it('leaves no address in the stored events', () => {
    const kept = JSON.stringify(imported.store.events);
    const addresses = new Set(rows.map(({ visitor }) => visitor.split(' ')[0]!));
    expect([...addresses].filter((address) => kept.includes(address))).toEqual([]);
  });

  it('includes bots on request', async () => {
    const withBots = await run({ includeBots: true });
    const pages = rows.filter(isPage);
    expect(withBots.summary).toMatchObject({ stored: pages.length, filtered: { bot: 0 } });
    expect(sessionsOf(withBots)).toBe(sessionsIn(pages));
  });

  it('has other pages with a pattern and an exclusion', async () => {
    const { summary } = await run({
      includeBots: true,
      pagePattern: (path) => path.startsWith('/projects/'),
      exclude: (pathAndQuery) => pathAndQuery.includes('xdotool'),
    });
    const served = rows.filter(isServedGet);
    const pages = served.filter(({ target }) => target.startsWith('/projects/') && !target.includes('xdotool'));
    expect(pages.length).toBeGreaterThan(100);
    expect(summary).toMatchObject({
      stored: pages.length,
      filtered: { asset: 0, excluded: served.length - pages.length },
    });
  });
});
