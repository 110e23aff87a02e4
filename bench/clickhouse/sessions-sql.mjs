import { PROJECT_ID } from '../data/data-dir.mjs';

// Sessions as `data/sessions.mjs` makes them, made by ClickHouse itself: 50 million conversions would take Node.js hours.

const BEGIN_AT = Date.UTC(2026, 0, 1);
const SESSION_EVERY_MS = 3000;
/** Sessions have an entry page and, in turn, 1 to 7 converting events. */
const CONVERSIONS_A_SESSION = 4;

export const sessionsWith = (conversions) => Math.round(conversions / CONVERSIONS_A_SESSION);

/** A ULID of a time in ms; what looks random in it comes from the seeds alone. */
const ulid = (at, ...seeds) => `translate(
  concat(
    substring(base32Encode(substring(reverse(reinterpretAsFixedString(bitShiftLeft(toUInt64(${at}), 6))), 2)), 1, 10),
    base32Encode(substring(sipHash128(${seeds.join()}), 1, 10))
  ), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', '0123456789ABCDEFGHJKMNPQRSTVWXYZ')`;

const BEGAN = `${BEGIN_AT} + number * ${SESSION_EVERY_MS}`;

/** So many session ids, evenly spread over all sessions. */
export const sampleSql = (sessions, count) =>
  `SELECT ${ulid(BEGAN, 'number', '0')} FROM numbers(0, ${sessions}, ${Math.max(1, Math.floor(sessions / count))})`;

/**
 * Inserts the sessions from one number on: what recording their events would leave behind. A kind is 0 for the entry page
 * and else the number of the goal that is met; `thanks`, which counts once, is met by the first converting event alone.
 */
export const insertSql = (from, sessions) => `INSERT INTO records
  (project_id, session_id, event_id, goal_no, precedence, occurred_at, type, url, title, text, element, name, value,
   currency, properties, entry_page)
SELECT '${PROJECT_ID}', session_id, event_id, goal_no, precedence, at, if(is_event, type, ''), if(is_event, url, NULL),
  if(is_event, title, NULL), if(is_event, clicked, NULL), if(is_event, element, NULL), if(is_event, name, NULL),
  if(is_event, value, NULL), if(is_event, currency, NULL), if(is_event, properties, NULL),
  if(is_event AND kind <= 3, path, NULL)
FROM (
  SELECT *, arrayJoin(if(kind = 0, [0], [0, kind])) AS goal_no, goal_no = 0 AS is_event
  FROM (
    SELECT session_id, ${ulid('at', 'number', 'place + 1')} AS event_id, kind, at,
      18446744073709551615 - bitShiftLeft(toUInt64(at), 22) - chance % 4194304 AS precedence,
      transform(kind, [0, 1, 2, 3, 4, 5], ['visit', 'visit', 'visit', 'visit', 'click', 'click'], 'event') AS type,
      multiIf(kind = 0, '/', kind = 1, concat('/docs/page-', toString(chance % 500)),
        kind = 3, concat('/thanks/', toString(chance % 100000)), kind = 6, '/checkout', '/pricing') AS path,
      concat('https://shop.example', path) AS url,
      multiIf(kind = 0, 'Home', kind = 1, 'Documentation', kind = 2, 'Pricing', kind = 3, 'Thank you', NULL) AS title,
      multiIf(kind = 4, 'Buy now', kind = 5, 'Book a demo', NULL) AS clicked,
      multiIf(
        kind = 4, '[{"tag":"a","id":"buy","classes":["buy","big"]},{"tag":"main"},{"tag":"body"}]',
        kind = 5, '[{"tag":"button","classes":["wide"]},{"tag":"main"},{"tag":"body"}]', NULL) AS element,
      if(kind = 6, 'purchase', NULL) AS name,
      if(kind = 6, concat(toString(10 + chance % 90), '.00'), NULL) AS value,
      if(kind = 6, 'EUR', NULL) AS currency,
      if(kind = 6, if(chance % 2 = 0, '{"plan":"pro"}', '{"plan":"basic"}'), NULL) AS properties
    FROM (
      SELECT number, ${ulid('began', 'number', '0')} AS session_id, place, sipHash64(number, place) AS chance,
        toInt64(began + 30000 * place + chance % 30000) AS at,
        multiIf(place = 0, 0, place = 1, 1 + chance % 6, [1, 2, 4, 5, 6][1 + chance % 5]) AS kind
      FROM (SELECT number, ${BEGAN} AS began FROM numbers(${from}, ${sessions}))
      ARRAY JOIN range(2 + number % 7) AS place
    )
  )
)`;
