import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { urlGoal } from '../support/builders.js';
import { it, type Operator } from '../support/operator.js';
import { visitLines } from '../support/requests.js';

const AT = '2026-01-03T10:00:00.000Z';
const LINES = [
  { session_id: 'a', id: 'c1', type: 'click', at: AT, origin: 'public', text: '=1+1', element: [{ tag: 'a' }] },
  {
    session_id: 'a',
    id: 'e1',
    type: 'visit',
    at: AT,
    origin: 'trusted',
    url: 'https://shop.example/thanks',
    title: 'Thanks',
  },
  { session_id: 'a', id: 'p1', type: 'visit', at: AT, origin: 'public', url: 'https://shop.example/' },
  {
    session_id: 'b',
    id: 'e2',
    type: 'event',
    at: AT,
    origin: 'trusted',
    name: 'purchase',
    value: '49.00',
    currency: 'EUR',
    properties: { plan: 'pro' },
  },
];
const NDJSON = LINES.map((line) => `${JSON.stringify(line)}\n`).join('');

const exported = async (operator: Operator, what: string, project: string, ...flags: string[]): Promise<string> => {
  const { code, stdout, stderr } = await operator.goalpost('export', what, '--project', project, ...flags);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

const importInto = async (operator: Operator, project: string, text: string) => {
  const file = path.join(operator.dir, 'events.ndjson');
  writeFileSync(file, text);
  const { code } = await operator.goalpost('import', '--project', project, '--format', 'ndjson', file);
  expect(code).toBe(0);
};

it('exported events can be imported again, and public ones stay public', async ({ operator }) => {
  await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  await importInto(operator, 'p1', NDJSON);
  const events = await exported(operator, 'events', 'p1');
  expect(events).toBe(NDJSON);
  await operator.goalpost('project', 'create', '--name', 'Copy');
  await importInto(operator, 'Copy', events);
  expect(await exported(operator, 'events', 'Copy')).toBe(events);
  const [header, click] = (await exported(operator, 'events', 'p1', '--format', 'csv')).split('\r\n');
  expect(header).toBe(
    'session_id,id,type,at,origin,url,title,referrer,text,href,element,name,value,currency,properties',
  );
  expect(click).toBe(`a,c1,click,${AT},public,,,,'=1+1,,"[{""tag"":""a""}]",,,,`);
  const conversions = JSON.parse(await exported(operator, 'conversions', 'p1'));
  expect(conversions).toMatchObject({ id: 'a:url:thanks:e1', goal: { key: 'thanks' }, title: 'Thanks' });
  const sessions = (await exported(operator, 'sessions', 'p1'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(sessions.map(({ id, visits, conversions: met }) => [id, visits, met])).toEqual([
    ['a', 2, 1],
    ['b', 0, 0],
  ]);
});

it('an export has every row once, however many there are', async ({ operator }) => {
  await operator.openShop(urlGoal('/thanks', { key: 'thanks' }));
  await importInto(operator, 'p1', visitLines('s', 30_000));
  for (const what of ['events', 'conversions']) {
    const ids = (await exported(operator, what, 'p1'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect([ids.length, new Set(ids).size]).toEqual([30_000, 30_000]);
  }
});

it('an export of anything else is refused', async ({ operator }) => {
  await operator.openShop();
  const { code, stderr } = await operator.goalpost('export', 'goals', '--project', 'p1');
  expect([code, stderr]).toEqual([
    2,
    'goalpost: the argument must be one of events, sessions, conversions; got "goals"\n',
  ]);
});

const SCRIPT = '/usr/bin/script';

// `script`, from Debian's bsdutils, runs a command in a terminal.
it.skipIf(!existsSync(SCRIPT))('Parquet is not written to a terminal; CSV is', async ({ operator }) => {
  await operator.openShop();
  const inTerminal = async (format: string) => {
    const command = `goalpost export sessions --project p1 --format ${format}`;
    const { code, stdout } = await operator.start(SCRIPT, ['-qec', command, '/dev/null'], { input: null }).ended;
    return { code, stdout: stdout.replaceAll('\r', '') };
  };
  expect(await inTerminal('parquet')).toEqual({
    code: 2,
    stdout: 'goalpost: a terminal cannot show Parquet; add "> FILE"\n',
  });
  expect(await inTerminal('csv')).toEqual({ code: 0, stdout: expect.stringMatching(/^id,/) });
});
