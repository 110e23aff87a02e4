/** Tables and columns for the collector. Never edit this after a release; add a new file. */
export default /* sql */ `
-- JSON list; empty: pages of any origin may send events.
ALTER TABLE projects ADD COLUMN allowed_origins TEXT NOT NULL DEFAULT '[]';

-- The client: what the visitor uses, as far as it is known.
ALTER TABLE sessions ADD COLUMN browser TEXT;
ALTER TABLE sessions ADD COLUMN device TEXT;
ALTER TABLE sessions ADD COLUMN platform_os TEXT;
ALTER TABLE sessions ADD COLUMN language TEXT;
ALTER TABLE sessions ADD COLUMN country TEXT;
-- The entry: read off the session's earliest visit.
ALTER TABLE sessions ADD COLUMN entry_page TEXT;
ALTER TABLE sessions ADD COLUMN source TEXT;
ALTER TABLE sessions ADD COLUMN utm_source TEXT;
ALTER TABLE sessions ADD COLUMN utm_medium TEXT;
ALTER TABLE sessions ADD COLUMN utm_campaign TEXT;
ALTER TABLE sessions ADD COLUMN utm_term TEXT;
ALTER TABLE sessions ADD COLUMN utm_content TEXT;

-- Sessions by the time they began: for reports of a period, and to find what has become too old.
CREATE INDEX sessions_started ON sessions (project_no, started_at, session_id);

CREATE TABLE salts (
  day TEXT PRIMARY KEY, -- UTC, YYYY-MM-DD
  salt TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which sessions were a visitor's on a day; gone with the day's salt.
CREATE TABLE visitors (
  day TEXT NOT NULL,
  hash TEXT NOT NULL,
  session_no INTEGER NOT NULL,
  PRIMARY KEY (day, hash, session_no)
) STRICT, WITHOUT ROWID;
`;
