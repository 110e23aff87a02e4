import fc, { type Arbitrary } from 'fast-check';
import { FUNNEL_SESSIONS, STEP_ORDERS } from '#goalpost/model/funnels/path.js';
import { CONVERSION_GROUPS, FIGURE_SORT_KEYS, REPORT_GROUPS, TIME_GROUPS } from '#goalpost/model/report.js';
import { SESSION_TEXTS } from '#goalpost/model/session.js';
import { COMPARISONS } from '#goalpost/period/compared.js';
import type { Method } from '../support/api.js';
import { T0 } from '../support/builders.js';

/** A history of a project: changes and requests. */
export interface History {
  readonly timeZone: string;
  readonly rounds: readonly Round[];
}

/** Turns one data set into the next. New goals have not been matched against history when `meanwhile` is requested. */
export interface Round {
  readonly changes: readonly Asked[];
  readonly meanwhile: readonly Asked[];
  readonly after: readonly Asked[];
}

/** A request to the API. A string body is sent as NDJSON. */
export interface Asked {
  readonly method: Method;
  readonly address: string;
  readonly body?: object | string;
}

/** The only address that is called without a token. */
export const TRACK = '/track';

const SESSIONS = ['1', '2', '10', 'b', 'B-2', 'z.9', '_', '01ARZ3NDEKTSV4RRFFQ69G5FAV'];
const EVENTS = ['a', 'b', 'B', '0', 'e_1', 'f-2', 'zz'];
const KEYS = ['g', 'h', 'thanks-2'];
/**
 * Few times, so that many events share one. Some lie on both sides of the end of a second, a day or daylight saving
 * time.
 */
const MIDNIGHT = Date.UTC(2026, 0, 4);
const MIDNIGHT_IN_AMSTERDAM = MIDNIGHT - 3_600_000;
const MOMENTS = [
  0,
  ...[0, 1, 999, 1000, 1001, 86_400_000].map((ms) => T0 + ms),
  ...[MIDNIGHT, MIDNIGHT_IN_AMSTERDAM].flatMap((end) => [end - 1, end]),
  Date.UTC(2026, 2, 29, 0, 59, 59, 999),
  Date.UTC(2026, 2, 29, 1),
  Date.UTC(2026, 9, 25, 0, 30),
  Date.UTC(2026, 9, 25, 1, 30),
  Date.UTC(2199, 11, 31, 23, 59, 59, 999),
];
const ZONES = ['UTC', 'UTC', 'Europe/Amsterdam', 'Europe/Amsterdam', 'America/St_Johns', 'Pacific/Apia'];
const USER_AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  'ShopApp/3.2 (iPhone; iOS 18.1; Scale/3.00)',
  'Googlebot/2.1 (+http://www.google.com/bot.html)',
  '',
];

/** Fields that may be present, null or absent. */
const fields = <T>(required: { [K in keyof T]: Arbitrary<T[K]> }, others: Record<string, Arbitrary<unknown>>) =>
  fc.record(
    { ...required, ...Object.fromEntries(Object.entries(others).map(([name, of]) => [name, orNull(of)])) },
    { requiredKeys: Object.keys(required) as never },
  ) as Arbitrary<T & Record<string, unknown>>;
const orNull = <Value>(of: Arbitrary<Value>) => fc.option(of, { nil: null, freq: 3 });
const rarely = <Value>(value: Arbitrary<Value>, strange: Arbitrary<unknown>) =>
  fc.oneof({ weight: 40, arbitrary: value }, { weight: 1, arbitrary: strange as Arbitrary<Value> });
const some = <Value>(of: Arbitrary<Value>, maxLength: number) => fc.array(of, { minLength: 1, maxLength });

/** Texts that are hard to encode in SQL, JSON or URLs. */
const text = fc.oneof(
  fc.constantFrom('', "'", '"', '\\', '\\N', '\t\n\r', '\u0000', '\ud800', '😀', '{x:String}', 'NULL', '%27', '%', '_'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const word = text.map((one) => one.replace(/\s/g, '-'));
const url = fc.oneof(
  fc.constantFrom(
    '/',
    '/a',
    '/a/b?x=1',
    '/c',
    'https://shop.example/a',
    'https://shop.example/c?utm_source=news',
    '/a?gclid=Cj0&ref=google',
  ),
  fc.constantFrom('/a?utm_source=%F0%9F%98%80&utm_term=%27', 'https://shop.example/?utm_campaign=x&utm_medium=\\'),
  // Their paths have to be escaped, resolved or found.
  fc.constantFrom(
    '/a/../c',
    '/%2e%2E/a',
    '/a%c3%a9%2f',
    '/a \u00e9',
    '//a//b/.',
    '/a\\b',
    '/c#?x',
    'https://shop.example',
    'https://shop.example?/a',
    'HTTPS://Shop.Example:443/a#/c',
    'http://1.2.3.4:8080/a/;x=(1)',
    'https://xn--bcher-kva.example/a?%zz',
  ),
  word.map((path) => `/a/${path}`),
);
const sessionId = rarely(fc.constantFrom<string | number>(...SESSIONS, 1, 10), fc.constantFrom('a b', -1, null, '😀'));
const moment = fc.oneof(fc.constantFrom(T0, T0 + 1000), fc.constantFrom(...MOMENTS));
const money = fc.constantFrom(
  {},
  { value: null },
  { value: '49.00', currency: 'EUR' },
  { value: '-0.10', currency: 'JPY' },
);
const property = fc.oneof(text, fc.constantFrom(0, 1, -1.5, 1e21, true, false, null));
const element = fields(
  { tag: fc.constantFrom('a', 'main', 'DIV') },
  {
    id: text,
    classes: fc.array(fc.constantFrom('buy', 'x'), { maxLength: 2 }),
    attributes: fc.dictionary(fc.constantFrom('data-plan', 'Href'), text, { maxKeys: 2 }),
  },
);

const happened = {
  session_id: sessionId,
  at: rarely(
    moment.map((ms) => new Date(ms).toISOString()),
    fc.constantFrom('2026-02-30T00:00:00Z', 'yesterday', 5),
  ),
};
const told = { user_agent: fc.constantFrom(...USER_AGENTS) };
/** Events of all types, with and without an id, and occasionally an invalid line. */
const line = fc.oneof(
  fields(
    { ...happened, type: fc.constant('visit'), id: fc.constantFrom(...EVENTS), url },
    { ...told, title: text, referrer: fc.oneof(url, fc.constant('https://www.google.com/search?q=x')) },
  ),
  fields(
    { ...happened, type: fc.constant('click'), id: fc.constantFrom(...EVENTS) },
    { ...told, url, text, href: url, element: fc.array(element, { maxLength: 3 }) },
  ),
  fc
    .tuple(
      fields(
        { ...happened, type: fc.constant('event'), name: fc.oneof(fc.constantFrom('purchase', 'refund'), text) },
        { ...told, url, id: fc.constantFrom(...EVENTS), properties: fc.dictionary(word, property, { maxKeys: 2 }) },
      ),
      money,
    )
    .map(([event, worth]) => ({ ...event, ...worth })),
);

const rule: Arbitrary<object> = fc.oneof(
  fc.record({
    type: fc.constant('url'),
    rule: fc.record(
      {
        match: rarely(fc.constantFrom('equals', 'prefix', 'contains', 'glob', 'regex'), fc.constant('like')),
        pattern: fc.oneof(fc.constantFrom('/', '/a', 'c', '/a/*', '^/a?', '😀', '('), word),
        on: fc.constantFrom('path', 'path_query', 'url', null),
      },
      { requiredKeys: ['match', 'pattern'] },
    ),
  }),
  fc.record({
    type: fc.constant('click'),
    rule: fc.record(
      {
        selector: rarely(fc.constantFrom('a.buy', 'main', 'a', '[data-plan]'), fc.constantFrom('a:hover', 'a +')),
        text: fc.constantFrom(null, '😀', "'"),
      },
      { requiredKeys: ['selector'] },
    ),
  }),
  fc.record({
    type: fc.constant('event'),
    rule: fields({ name: fc.constantFrom('purchase', 'refund', '%27') }, { properties: fc.constant({}) }),
  }),
);
const about = {
  name: fc.constantFrom('A goal', "O'Brien\\\\", '😀', '\u0000x'),
  count: fc.constantFrom('every', 'once', null),
  value_from: fc.constantFrom(null, null, null, null, 'event', 'trusted_event', 'none'),
};
const key = rarely(fc.constantFrom(...KEYS), fc.constantFrom('No', '%27', 'nobody'));

const asked = (method: Method, address: Arbitrary<string>, body?: Arbitrary<object | string>) =>
  fc.record({ method: fc.constant(method), address, ...(body && { body }) }) as Arbitrary<Asked>;
const sessionAddress = rarely(fc.constantFrom(...SESSIONS, 'nobody'), word).map(
  (id) => `/sessions/${encodeURIComponent(Buffer.from(id).toString())}`,
);
const goalAddress = key.map((one) => `/goals/${encodeURIComponent(one)}`);

const imported = asked(
  'POST',
  fc.constantFrom('/events/import', '/events/import', '/events/import?include_bots=true'),
  some(line, 12).map((lines) => lines.map((one) => JSON.stringify(one)).join('\n')),
);
const goalMade = asked(
  'POST',
  fc.constant('/goals'),
  fc
    .tuple(rule, key, fc.record(about), money)
    .map(([typed, ofKey, rest, worth]) => ({ ...typed, key: ofKey, ...rest, ...worth })),
);
const goalChanged = asked(
  'PATCH',
  goalAddress,
  fc.oneof(
    fc.tuple(fc.record(about, { requiredKeys: [] }), money).map(([rest, worth]) => ({ ...rest, ...worth })),
    rule,
  ),
);

/** What a page sends, always from the same browser. The test fills in the site key. */
const tracked = asked(
  'POST',
  fc.constant(TRACK),
  fc.record({
    session_id: fc.constantFrom(...SESSIONS),
    events: some(
      fc
        .tuple(
          fc.constantFrom(0, 1000, 86_400_000),
          fc.oneof(
            fc.record({ id: fc.constantFrom(...EVENTS), type: fc.constant('visit'), url }),
            fc.record({ id: fc.constantFrom(...EVENTS), type: fc.constant('event'), name: fc.constant('purchase') }),
          ),
        )
        .map(([age, event]) => ({ ...event, age })),
      4,
    ),
  }),
);

/** Goals that are created before there are events are live at once. */
const begun = fc.tuple(fc.array(goalMade, { maxLength: 2 }), imported).map(([goals, events]) => [...goals, events]);
const change = fc.oneof(
  { weight: 40, arbitrary: imported },
  { weight: 20, arbitrary: tracked },
  { weight: 6, arbitrary: goalMade },
  { weight: 3, arbitrary: goalChanged },
  { weight: 1, arbitrary: asked('DELETE', goalAddress) },
  { weight: 1, arbitrary: asked('DELETE', sessionAddress) },
);

const date = rarely(
  fc.tuple(moment, fc.constantFrom(24, 19, 10)).map(([ms, length]) => {
    const whole = new Date(ms).toISOString();
    return length === 24 ? whole : whole.slice(0, length).replace('T', ' ');
  }),
  fc.constantFrom('2026-02-30', 'today', 1, '2026-01-03T24:00:00Z'),
);
const limit = rarely(fc.constantFrom(1, 2, 3, 7, 1000, 10_000), fc.constantFrom(0, 10_001, '5'));
const ofFamily = {
  key: rarely(fc.constantFrom('list', 'list', 'count', null), fc.constant('sum')),
  start_date: date,
  end_date: date,
  expand: fc.boolean(),
};
const sessionIds = rarely(some(fc.oneof(fc.constantFrom('nobody', 7), sessionId), 12), fc.constantFrom([], 'a', {}));
const family = (others: Record<string, Arbitrary<unknown>>) =>
  fc
    .tuple(fields({ session_ids: sessionIds }, { ...ofFamily, ...others }), orNull(limit))
    // A page of a count is refused, so a few are enough.
    .map(([body, of]) => (of === null || (body.key === 'count' && of !== 1) ? body : { ...body, limit: of }));
const visitId = fc.tuple(fc.constantFrom(...SESSIONS), fc.constantFrom(...EVENTS)).map((ids) => ids.join(':'));
const oneOrSome = (of: Arbitrary<unknown>) => fc.oneof(of, some(of, 3));

const filterTexts = [
  'Firefox',
  'Chrome',
  'desktop',
  'mobile',
  'Linux',
  'iOS',
  'news',
  'Google',
  'x',
  '/',
  '/a',
  '/c',
  '😀',
];
const textsOrNull = orNull(some(orNull(fc.oneof(fc.constantFrom(...filterTexts), text)), 3));
const textFilter = fc.oneof(
  oneOrSome(fc.oneof(fc.constantFrom(...filterTexts), text)),
  fc.record({ is: textsOrNull, is_not: textsOrNull, contains: textsOrNull }, { requiredKeys: [] }),
);
const type = rarely(fc.constantFrom('click', 'url', 'event'), fc.constant('x'));
const ORIGIN_FILTERS = ['public', 'trusted', null];
const filters = fc.record(
  {
    ...Object.fromEntries(SESSION_TEXTS.map((name) => [name, textFilter])),
    page: textFilter,
    goals: oneOrSome(key),
    conversion_types: some(type, 2),
    conversion_origin: fc.constantFrom(...ORIGIN_FILTERS),
    origin: rarely(fc.constantFrom(...ORIGIN_FILTERS), fc.constant('own')),
    converted: rarely(fc.constantFrom(true, false, 'yes', 'no', null), fc.constant('maybe')),
  },
  { requiredKeys: [] },
);
/** Few filters at a time, because otherwise nothing would pass. */
const fewFilters = fc
  .tuple(filters, fc.nat(), fc.nat({ max: 2 }))
  .map(([all, from, count]) => Object.fromEntries(Object.entries(all).slice(from % 18, (from % 18) + count)));
const listed = asked(
  'POST',
  fc.constantFrom('/project/sessions', '/project/sessions', '/project/sessions?page=2'),
  fields(
    { start_date: fc.oneof(fc.constant('1970-01-01'), date), end_date: fc.oneof(fc.constant('2200-01-01'), date) },
    {
      sortKey: rarely(
        fc.constantFrom('id', 'browser', 'device', 'platform_os', 'country', 'time_spend', 'created_at'),
        fc.constant('url'),
      ),
      sortOrder: fc.constantFrom('asc', 'desc'),
      per_page: fc.constantFrom(1, 3, 100),
      page: fc.constantFrom(1, 2, 3),
      filters: fc
        .tuple(fewFilters, fc.constantFrom(null, null, true, false))
        .map(([few, inPeriod]) => (inPeriod === null ? few : { ...few, converted_in_period: inPeriod })),
    },
  ),
);

const groupBy = fc.uniqueArray(
  fc.oneof(fc.constantFrom(...REPORT_GROUPS), fc.constantFrom(...CONVERSION_GROUPS, 'day' as const)),
  { maxLength: 2, selector: (group) => (TIME_GROUPS.includes(group as never) ? 'time' : group) },
);
const panel = fc
  .tuple(
    groupBy,
    rarely(fc.constantFrom(...FIGURE_SORT_KEYS, 'value:EUR', null), fc.constantFrom('day', 'goal')),
    fc.constantFrom('', '-'),
    orNull(rarely(fc.constantFrom(1, 2, 3, 1000), fc.constant(1001))),
  )
  .map(([by, figure, direction, most]) => ({
    group_by: by,
    ...((figure ?? by[0]) && { sort: direction + (figure ?? by[0]) }),
    ...(most && { limit: most }),
  }));
const START_DATES = ['2025-12-01', '2026-01-02', '2026-01-03 10:00:00'];
const END_DATES = ['2026-01-03', '2026-01-04', '2026-02-20'];
const reported = asked(
  'POST',
  fc.constant('/reports/conversions'),
  fc
    .tuple(
      fields(
        {
          start_date: rarely(fc.constantFrom(...START_DATES), date),
          end_date: rarely(fc.constantFrom(...END_DATES), date),
        },
        { conversion_types: some(type, 2), origin: fc.constantFrom(...ORIGIN_FILTERS) },
      ),
      fewFilters,
      rarely(
        fc.constant({}),
        oneOrSome(key).map((goals) => ({ goals })),
      ),
      fc.constantFrom({}, ...COMPARISONS.map((compare) => ({ compare })), {
        compare: { start_date: '2026-01-02', end_date: '2026-01-03' },
      }),
      fc.oneof(
        panel,
        fc.array(panel, { minLength: 1, maxLength: 4 }).map((queries) => ({ queries })),
      ),
    )
    .map(([about, filters, ...others]) => Object.assign({ ...about, filters }, ...others) as object),
);

const step = fc.oneof(
  { weight: 3, arbitrary: key.map((goal) => ({ goal })) },
  { weight: 1, arbitrary: rule.map((typed) => ({ name: 'A step', ...typed })) },
);
const path = fc
  .tuple(
    fields(
      {
        start_date: rarely(fc.constantFrom(...START_DATES), date),
        end_date: rarely(fc.constantFrom(...END_DATES), date),
        steps: fc.array(step, { minLength: 2, maxLength: 4 }),
      },
      {
        order: orNull(fc.constantFrom(...STEP_ORDERS)),
        within_seconds: orNull(fc.constantFrom(1, 60, 86_400)),
        group_by: orNull(fc.constantFrom(...SESSION_TEXTS)),
        limit: fc.constantFrom(1, 2, 1000),
        compare: orNull(fc.constantFrom(...COMPARISONS)),
      },
    ),
    fewFilters,
  )
  .map(([about, filters]) => ({ ...about, filters }) as object);
const funnel = asked('POST', fc.constant('/reports/funnel'), path);
const funnelSessions = asked(
  'POST',
  fc.constant('/project/sessions'),
  fc.tuple(path, fc.constantFrom(1, 2), fc.constantFrom(...FUNNEL_SESSIONS)).map(([of, number, sessions]) => ({
    start_date: '1970-01-01',
    end_date: '2200-01-01',
    funnel: { ...of, step: number, sessions },
  })),
);

const question = fc.oneof(
  {
    weight: 5,
    arbitrary: asked(
      'POST',
      fc.constant('/sessions/get-conversions'),
      family({
        conversion_types: fc.array(rarely(fc.constantFrom('click', 'url', 'event'), fc.constant('x')), {
          maxLength: 3,
        }),
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: asked('POST', fc.constant('/sessions/get-visits'), family({ visit_ids: some(visitId, 8) })),
  },
  { weight: 4, arbitrary: listed },
  { weight: 5, arbitrary: reported },
  { weight: 4, arbitrary: funnel },
  { weight: 2, arbitrary: funnelSessions },
  {
    weight: 2,
    arbitrary: asked(
      'GET',
      fc.tuple(sessionAddress, fc.constantFrom('', '?limit=1', '?limit=3', '?limit=0')).map((parts) => parts.join('')),
    ),
  },
  {
    weight: 2,
    arbitrary: asked(
      'POST',
      fc.constant('/goals/preview'),
      fc
        .tuple(rule, fields({}, { start_date: date, end_date: date }))
        .map(([typed, period]) => ({ ...typed, ...period })),
    ),
  },
  { weight: 1, arbitrary: asked('GET', fc.oneof(fc.constant('/goals'), goalAddress)) },
);

/** Rounds of a history. Each makes a data set. */
export const ROUNDS = 8;

const round = (changes: Arbitrary<readonly Asked[]>): Arbitrary<Round> =>
  fc.record({
    changes,
    meanwhile: fc.array(question, { maxLength: 1 }),
    after: fc.array(question, { minLength: 1, maxLength: 2 }),
  });

export const history: Arbitrary<History> = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  rounds: fc
    .tuple(round(begun), fc.array(round(fc.tuple(change)), { minLength: ROUNDS - 1, maxLength: ROUNDS - 1 }))
    .map(([first, others]) => [first, ...others]),
});
