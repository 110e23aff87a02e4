/** Keeps public events from changing what trusted ones say. Never edit this after a release; add a new file. */
export default /* sql */ `
-- The session's trusted visits by time, then its public ones. The first is its entry. Also for the visit on which a
-- conversion happened.
DROP INDEX visits;
CREATE INDEX visits ON events (session_no, is_public, occurred_at, event_id) WHERE type = 1;

-- Only of sessions with events of both origins: what each of them says. Of others, the session itself says it.
CREATE TABLE mixed_sessions (
  session_no INTEGER PRIMARY KEY,
  public_from INTEGER NOT NULL,
  public_until INTEGER NOT NULL,
  public_client_no INTEGER NOT NULL,
  trusted_from INTEGER NOT NULL,
  trusted_until INTEGER NOT NULL,
  trusted_client_no INTEGER NOT NULL,
  trusted_visits INTEGER NOT NULL
) STRICT;
`;
