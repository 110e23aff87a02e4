import { describe, expect, it } from 'vitest';
import { engine as clickhouse } from '#goalpost/clickhouse/engine.js';
import { combined } from '#goalpost/collect/access-log/formats/combined.js';
import { isBot } from '#goalpost/collect/client/bots.js';
import { clientOf } from '#goalpost/collect/client/client-of.js';
import { parseHttpUrl } from '#goalpost/collect/event/http-url.js';
import { parseEvent } from '#goalpost/collect/event/parse-event.js';
import { parseTimestamp } from '#goalpost/collect/event/timestamp.js';
import { parseTrackRequest } from '#goalpost/collect/track/track-body.js';
import { parseConversionsRequest } from '#goalpost/conversions/request.js';
import { changeGoal, parseGoal } from '#goalpost/goals/definition.js';
import { parsePreview } from '#goalpost/goals/preview-request.js';
import { readCursor } from '#goalpost/http/cursor.js';
import { compileSelector } from '#goalpost/matching/selector.js';
import { compileTextRule } from '#goalpost/matching/text-rule.js';
import { parseTimelineInput } from '#goalpost/mcp/timeline-input.js';
import { entryOf } from '#goalpost/model/entry/entry.js';
import { sourceOf } from '#goalpost/model/entry/source-of.js';
import { parseUrl } from '#goalpost/model/url.js';
import { urlParts } from '#goalpost/model/url-parts.js';
import { isTimeZone } from '#goalpost/period/time-zone.js';
import { parseListSessions } from '#goalpost/sessions/list-request.js';
import { parseTimelineQuery } from '#goalpost/sessions/timeline-request.js';
import { isOrigin, secretUrl } from '#goalpost/settings/kinds.js';
import { parseVisitsRequest } from '#goalpost/visits/request.js';
import { project, urlGoal, visit } from '../support/builders.js';
import { repetitions } from '../support/repetitions.js';

// V8 compiles what is called often, and what it compiles may be wrong: `URL.canParse` of Node.js 20 answers false for good
// after some 6,000 calls. So each validator has to give the same answer when it is hot.

const CALLS = repetitions(100_000);
/** Validators that take longer than a few microseconds get hot with fewer. */
const SLOW_CALLS = 10_000;

const SHOP = project({ name: 'Bücher', timeZone: 'Europe/Berlin' });
const URL_TEXT = 'https://münchen.example/bücher?größe=ü#ß';
const EVENT = { id: 'é', type: 'visit', url: URL_TEXT, title: 'Grüße', referrer: 'https://例え.example/' };
const PERIOD = { start_date: '2026-01-01', end_date: '３１.01.2026' };
const AT = '2026-01-03T10:00:00Ｚ';

/** Each right and wrong in turn, so that both ways through it get hot. */
const VALIDATORS: Record<string, (() => unknown)[]> = {
  parseUrl: [() => parseUrl(URL_TEXT)?.href, () => parseUrl('https://mün chen.example/')?.href],
  parseHttpUrl: [() => parseHttpUrl(URL_TEXT)?.href, () => parseHttpUrl('ftp://münchen.example/')?.href],
  urlParts: [() => urlParts(URL_TEXT), () => urlParts('/bücher%c3%bc')],
  isOrigin: [() => isOrigin('https://xn--mnchen-3ya.example'), () => isOrigin('https://münchen.example')],
  'setting of a URL': [
    () => secretUrl({ flag: 'x', about: '' }, ['redis:'], 'redis://x').read('redis://münchen.example'),
    () => secretUrl({ flag: 'x', about: '' }, ['redis:'], 'redis://x').read('http://münchen.example'),
  ],
  'setting of ClickHouse': [
    () => clickhouse.settings.clickhouseUrls.read('http://münchen.example:8123'),
    () => clickhouse.settings.clickhouseUrls.read('http://münchen.example/ü'),
  ],
  sourceOf: [() => sourceOf('https://bücher.example/', URL_TEXT), () => sourceOf('münchen', URL_TEXT)],
  entryOf: [() => entryOf(visit(`${URL_TEXT}&utm_source=größe`))],
  parseTimestamp: [() => parseTimestamp('2026-01-03T10:00:00Z'), () => parseTimestamp(AT)],
  isTimeZone: [() => isTimeZone('Europe/Berlin'), () => isTimeZone('Europe/Münster')],
  readCursor: [() => readCursor('Zürich'), () => readCursor('WzEsIsO8Iiwi8J-YgCJd')],
  isBot: [() => isBot('Größe/1.0'), () => isBot('Gürtelbot/1.0')],
  clientOf: [() => clientOf({ userAgent: 'Mozilla/5.0 (Größe) ü', acceptLanguage: 'dé,de;q=0.5', country: null })],
  'a line of an access log': [
    () => combined.open()('192.0.2.1 - é [03/Jan/2026:10:00:00 +0000] "GET /bücher HTTP/1.1" 200 1 "ü" "ß"'),
    () => combined.open()('ü'),
  ],
  parseTrackRequest: [
    () => parseTrackRequest({ site: 'schlüssel', events: [{ ...EVENT, id: 'e1', age: 1 }] }),
    () => parseTrackRequest({ site: 'schlüssel', events: [{ ...EVENT, age: 1 }, 'ü'] }),
  ],
  'parseEvent of a visit': [
    () => parseEvent({ ...EVENT, id: 'e1', session_id: '1', at: '2026-01-03T10:00:00Z' }),
    () => parseEvent({ ...EVENT, session_id: 'é', at: AT }),
  ],
  'parseEvent of a click': [
    () => parseEvent({ session_id: '1', type: 'click', at: AT, element: [{ tag: 'ü', attributes: { ü: 'ß' } }] }),
  ],
  'parseEvent of a custom event': [
    () => parseEvent({ session_id: '1', type: 'event', at: AT, name: 'ü', value: '٣', properties: { ü: {} } }),
  ],
  parseConversionsRequest: [
    () => parseConversionsRequest({ session_ids: [1], ...PERIOD }, SHOP),
    () => parseConversionsRequest({ session_ids: ['é'] }, SHOP),
  ],
  parseVisitsRequest: [() => parseVisitsRequest({ session_ids: [1], visit_ids: ['é'], ...PERIOD }, SHOP)],
  parseListSessions: [
    () => parseListSessions({ ...PERIOD, filters: { source: 'größe' } }, {}, { project: SHOP, goals: [], now: 0 }),
    () =>
      parseListSessions(
        { start_date: '2026-01-01', end_date: '2026-01-31', filters: { größe: 1 } },
        {},
        { project: SHOP, goals: [], now: 0 },
      ),
  ],
  parseTimelineQuery: [() => parseTimelineQuery({ limit: '１', cursor: 'é' })],
  parseTimelineInput: [() => parseTimelineInput({ session_id: 'é', cursor: 'é' })],
};

const SLOW: typeof VALIDATORS = {
  parsePreview: [() => parsePreview({ type: 'url', rule: { match: 'prefix', pattern: '/ü' }, ...PERIOD }, SHOP)],
  parseGoal: [
    () => parseGoal({ key: 'k', name: 'Grüße', type: 'url', rule: { match: 'glob', pattern: '/ü*' } }),
    () => parseGoal({ key: 'ü', name: 'Grüße', type: 'click', rule: { selector: '.größe' } }),
  ],
  changeGoal: [() => changeGoal(urlGoal('/ü'), { key: 'ü', name: 'é' })],
  compileTextRule: [() => compileTextRule({ match: 'regex', pattern: '^/(ü|ß)+$' }).ok],
  compileSelector: [() => compileSelector('.größe > a[title="ü"]').ok],
};

function sameWhenHot(calls: (() => unknown)[], count: number): void {
  const first = calls.map((call) => JSON.stringify(call()));
  for (let no = 2; no < count; no++) for (const call of calls) call();
  expect(calls.map((call) => JSON.stringify(call()))).toEqual(first);
}

describe.each([
  [CALLS, VALIDATORS],
  [SLOW_CALLS, SLOW],
])('after %i calls a validator answers as it did at first:', (count, validators) => {
  it.each(Object.entries(validators))('%s', (_name, calls) => sameWhenHot(calls, count), 120_000);
});
