/** Stores sessions and visitors in fewer bytes. Never edit this after a release; add a new file. */
export default /* sql */ `
-- What visitors use: each combination is stored once.
CREATE TABLE clients (
  client_no INTEGER PRIMARY KEY,
  browser TEXT,
  device TEXT,
  platform_os TEXT,
  language TEXT,
  country TEXT
) STRICT;
INSERT INTO clients (browser, device, platform_os, language, country)
  SELECT DISTINCT browser, device, platform_os, language, country FROM sessions;
CREATE INDEX clients_by_facts ON clients (browser, device, platform_os, language, country);

CREATE TABLE smaller_sessions (
  session_no INTEGER PRIMARY KEY,
  project_no INTEGER NOT NULL,
  session_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  visits INTEGER NOT NULL DEFAULT 0,
  clicks INTEGER NOT NULL DEFAULT 0,
  custom_events INTEGER NOT NULL DEFAULT 0,
  client_no INTEGER NOT NULL,
  -- The entry: read off the session's earliest visit.
  entry_page TEXT,
  source TEXT,
  utm_source TEXT,
  utm_medium TEXT,
  utm_campaign TEXT,
  utm_term TEXT,
  utm_content TEXT,
  UNIQUE (project_no, session_id)
) STRICT;
INSERT INTO smaller_sessions
  SELECT session_no, project_no, session_id, started_at, ended_at, visits, clicks, custom_events, client_no,
    entry_page, source, utm_source, utm_medium, utm_campaign, utm_term, utm_content
  FROM sessions s CROSS JOIN clients c ON c.browser IS s.browser AND c.device IS s.device
    AND c.platform_os IS s.platform_os AND c.language IS s.language AND c.country IS s.country;
DROP TABLE sessions;
ALTER TABLE smaller_sessions RENAME TO sessions;

-- Sessions by the time they began: for reports of a period, and to find what has become too old.
CREATE INDEX sessions_started ON sessions (project_no, started_at, session_id);

-- Which sessions were a visitor's on a day; gone with the day's salt.
CREATE TABLE smaller_visitors (
  day_no INTEGER NOT NULL, -- UTC, days since 1970
  hash TEXT NOT NULL,
  session_no INTEGER NOT NULL,
  PRIMARY KEY (day_no, hash, session_no)
) STRICT, WITHOUT ROWID;
INSERT INTO smaller_visitors SELECT unixepoch(day) / 86400, hash, session_no FROM visitors;
DROP TABLE visitors;
ALTER TABLE smaller_visitors RENAME TO visitors;
`;
