/** The part of an absolute URL before the first "/" after "://", as in `origins.ts`. */
const ORIGIN = `substr(url, 1, instr(url, '://') + 1 + instr(substr(url, instr(url, '://') + 3) || '/', '/'))`;

/** Stores events in fewer bytes. Never edit this after a release; add a new file. */
export default /* sql */ `
-- What the URLs of a site have in common is stored once. It stays as long as an event has it.
CREATE TABLE origins (
  origin_no INTEGER PRIMARY KEY,
  origin TEXT NOT NULL UNIQUE,
  events INTEGER NOT NULL
) STRICT;
INSERT INTO origins (origin, events)
  SELECT ${ORIGIN} AS origin, count(*) FROM events WHERE url NOT LIKE '/%' GROUP BY origin;

-- The key is what makes a repeated event be stored once.
CREATE TABLE smaller_events (
  session_no INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  type INTEGER NOT NULL CHECK (type IN (1, 2, 3)), -- visit, click, event
  occurred_at INTEGER NOT NULL,
  url_origin INTEGER, -- null where the URL is a path
  url_path TEXT, -- what follows the origin
  title TEXT,
  referrer TEXT,
  text TEXT,
  href TEXT,
  element TEXT, -- JSON list, from the clicked element outward
  name TEXT,
  value TEXT,
  currency TEXT,
  properties TEXT, -- JSON object
  PRIMARY KEY (session_no, event_id)
) STRICT, WITHOUT ROWID;
INSERT INTO smaller_events
  SELECT session_no, event_id, CASE type WHEN 'visit' THEN 1 WHEN 'click' THEN 2 ELSE 3 END, occurred_at,
    origin_no, substr(url, coalesce(length(origin), 0) + 1),
    title, referrer, text, href, element, name, value, currency, properties
  FROM events LEFT JOIN origins ON origin = iif(url NOT LIKE '/%', ${ORIGIN}, NULL)
  ORDER BY session_no, event_id;
DROP TABLE events;
ALTER TABLE smaller_events RENAME TO events;

-- The visit a conversion happened on: the session's latest one at or before it.
CREATE INDEX visits ON events (session_no, occurred_at, event_id) WHERE type = 1;
`;
