import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, expect, it } from 'vitest';
import { storedSessions } from '#goalpost/collect/access-log/stored-sessions.js';
import { type ImportFormat, importEvents } from '#goalpost/collect/import/import.js';
import { useApi } from '../../support/api.js';
import { project } from '../../support/builders.js';
import { clientsOf } from '../../support/clients.js';
import { FIREFOX, track, tracked } from '../track/track.js';
import { line } from './import-route/lines.js';

const api = useApi();
const IPAD =
  'Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.7 Mobile/15E148 Safari/604.1';
const APP = 'ShopApp/3.2 (iPhone; iOS 18.1; Scale/3.00)';
const UNKNOWN = { browser: null, device: null, platformOs: null, language: null, country: null };
const ON_FIREFOX = { ...UNKNOWN, browser: 'Firefox', device: 'desktop', platformOs: 'Linux' };

let number = 0;
beforeEach(() => {
  number = 0;
});

/** A visit of a session, with the client fields of its line. */
const seen = (session: string, userAgent?: string | null) =>
  `${JSON.stringify({ ...JSON.parse(line(`e${number++}`)), session_id: session, user_agent: userAgent })}\n`;

const importOf = async (text: string, format: ImportFormat = { name: 'ndjson', includeBots: false }) => {
  const source = Readable.from([Buffer.from(text)]);
  await importEvents({
    store: api.store.events,
    sessions: storedSessions(api.store, project().id),
    project: project(),
    source,
    format,
    onRefusal: ({ reason }) => expect.fail(reason),
  });
};

it('the user agent of a line gives browser, device and operating system of its session, as in track', async () => {
  const token = await api.issue({ abilities: ['events:write'] });
  const lines = seen('linux', FIREFOX) + seen('ipad', IPAD) + seen('app', APP) + seen('none') + seen('null', null);
  const type = { 'content-type': 'application/x-ndjson' };
  expect((await api.send('POST', '/events/import', token, lines, type)).json().data.stored).toBe(5);
  const session = await track(api, [tracked()], { userAgent: FIREFOX });
  const { [session]: fromTrack, ...imported } = await clientsOf(api.store);
  expect(imported).toEqual({
    linux: ON_FIREFOX,
    ipad: { ...UNKNOWN, browser: 'Safari', device: 'tablet', platformOs: 'iOS' },
    app: { ...UNKNOWN, platformOs: 'iOS' },
    none: UNKNOWN,
    null: UNKNOWN,
  });
  expect(imported.linux).toEqual(fromTrack);
});

it('the first values stay and later lines fill in missing ones, in one batch or several', async () => {
  const lines = seen('1') + seen('1', APP) + seen('1', IPAD) + seen('1', FIREFOX);
  const expected = { ...UNKNOWN, browser: 'Safari', device: 'tablet', platformOs: 'iOS' };
  await importOf(lines);
  expect(await clientsOf(api.store)).toEqual({ 1: expected });
  for (const each of lines.replaceAll('"1"', '"2"').split(/(?<=\n)/)) await importOf(each);
  expect(await clientsOf(api.store)).toEqual({ 1: expected, 2: expected });
});

it('importing again with more fields fills them in', async () => {
  await importOf(seen('1'));
  number = 0;
  await importOf(seen('1', FIREFOX));
  expect(await clientsOf(api.store)).toEqual({ 1: ON_FIREFOX });
});

it('an access log gives it too; neither addresses nor user agents are stored', async () => {
  const request = (address: string, agent: string) =>
    `${address} - - [03/Jan/2026:10:00:00 +0000] "GET /hats HTTP/1.1" 200 512 "-" "${agent}"\n`;
  const log = request('203.0.113.77', FIREFOX) + request('203.0.113.78', '-');
  await importOf(log, { name: 'access-log', includeBots: false, pagePattern: null, exclude: null });
  expect(Object.values(await clientsOf(api.store))).toEqual(expect.arrayContaining([ON_FIREFOX, UNKNOWN]));
  const bytes = readdirSync(api.dataDir).map((file) => readFileSync(path.join(api.dataDir, file), 'latin1'));
  expect(bytes.join()).toContain('/hats');
  expect(bytes.join()).not.toMatch(/203\.0\.113|Firefox\/140/);
});
