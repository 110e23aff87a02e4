import fc from 'fast-check';
import { goalAddress, sessionAddress } from './addresses.js';
import { asked, TRACK } from './asked.js';
import {
  EVENTS,
  element,
  fields,
  key,
  moment,
  money,
  property,
  rarely,
  rule,
  SESSIONS,
  sessionId,
  some,
  text,
  USER_AGENTS,
  url,
  word,
} from './values.js';

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

const about = {
  name: fc.constantFrom('A goal', "O'Brien\\\\", '😀', '\u0000x'),
  count: fc.constantFrom('every', 'once', null),
  value_from: fc.constantFrom(null, null, null, null, 'event', 'trusted_event', 'none'),
};

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
export const begun = fc
  .tuple(fc.array(goalMade, { maxLength: 2 }), imported)
  .map(([goals, events]) => [...goals, events]);

export const change = fc.oneof(
  { weight: 40, arbitrary: imported },
  { weight: 20, arbitrary: tracked },
  { weight: 6, arbitrary: goalMade },
  { weight: 3, arbitrary: goalChanged },
  { weight: 1, arbitrary: asked('DELETE', goalAddress) },
  { weight: 1, arbitrary: asked('DELETE', sessionAddress) },
);
