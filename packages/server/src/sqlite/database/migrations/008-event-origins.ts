/** Records who sent an event. Never edit this after a release; add a new file. */
export default /* sql */ `
-- 1: sent through the public collector; 0: with a token or by an import. Events that are stored already count as trusted.
ALTER TABLE events ADD COLUMN is_public INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversions ADD COLUMN is_public INTEGER NOT NULL DEFAULT 0;
-- Of which origins the session has events: 1 public, 2 trusted, 3 both.
ALTER TABLE sessions ADD COLUMN event_origins INTEGER NOT NULL DEFAULT 2;
`;
