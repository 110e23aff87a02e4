/** Never edit this after a release; add a new file. */
export default /* sql */ `
CREATE TABLE projects (
  project_no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  site_key TEXT NOT NULL UNIQUE,
  visitor_key TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  events_stored INTEGER NOT NULL DEFAULT 0,
  -- Grows with every change of the project's goals that readers or matching could notice.
  goals_revision INTEGER NOT NULL DEFAULT 0,
  -- Conversions that only readers at an older revision than this could see have been cleared away.
  cleared_revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  project_no INTEGER NOT NULL REFERENCES projects,
  name TEXT,
  secret_hash TEXT NOT NULL,
  abilities TEXT NOT NULL, -- JSON list
  rate_limit INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  last_used_at INTEGER
) STRICT, WITHOUT ROWID;

-- One row a version of a goal; the newest row that is matching or live is the goal as its owner sees it.
CREATE TABLE goals (
  goal_no INTEGER PRIMARY KEY,
  project_no INTEGER NOT NULL REFERENCES projects,
  goal_key TEXT NOT NULL,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('url', 'click', 'event')),
  rule TEXT NOT NULL, -- JSON
  count TEXT NOT NULL CHECK (count IN ('every', 'once')),
  value TEXT,
  currency TEXT,
  -- matching: history is being matched, unseen by readers; live: readers see it;
  -- retired: replaced or removed, readers that began before still see it; cleared: its conversions are gone.
  state TEXT NOT NULL CHECK (state IN ('matching', 'live', 'retired', 'cleared')),
  -- Visible to readers at revisions from live_from (included) to live_to (not included).
  live_from INTEGER,
  live_to INTEGER,
  retired_at INTEGER,
  events_examined INTEGER NOT NULL DEFAULT 0,
  events_total INTEGER NOT NULL,
  -- Where background work over this version goes on: after this event of this session.
  resume_session_id TEXT NOT NULL DEFAULT '',
  resume_event_id TEXT NOT NULL DEFAULT '',
  UNIQUE (project_no, goal_key, version)
) STRICT;

CREATE TABLE sessions (
  session_no INTEGER PRIMARY KEY,
  project_no INTEGER NOT NULL,
  session_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  visits INTEGER NOT NULL DEFAULT 0,
  clicks INTEGER NOT NULL DEFAULT 0,
  custom_events INTEGER NOT NULL DEFAULT 0,
  UNIQUE (project_no, session_id)
) STRICT;

-- The key is what makes a repeated event be stored once.
CREATE TABLE events (
  session_no INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('visit', 'click', 'event')),
  occurred_at INTEGER NOT NULL,
  url TEXT,
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

-- The visit a conversion happened on: the session's latest one at or before it.
CREATE INDEX visits ON events (session_no, occurred_at, event_id) WHERE type = 'visit';

CREATE TABLE conversions (
  project_no INTEGER NOT NULL,
  session_id TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  goal_no INTEGER NOT NULL,
  once INTEGER CHECK (once = 1), -- null: the goal counts every matching event
  PRIMARY KEY (project_no, session_id, occurred_at, event_id, goal_no)
) STRICT, WITHOUT ROWID;

-- Holds a goal that counts once to one conversion a session, in whatever order events arrive.
CREATE UNIQUE INDEX conversions_once ON conversions (session_id, goal_no) WHERE once = 1;
`;
