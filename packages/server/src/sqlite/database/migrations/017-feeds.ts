/** Notes what becomes of conversions, for those who follow them. Never edit this after a release; add a new file. */
export default /* sql */ `
CREATE TABLE feeds (
  project_no INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  until INTEGER NOT NULL,
  last_no INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE feed_changes (
  project_no INTEGER NOT NULL,
  change_no INTEGER NOT NULL,
  at INTEGER NOT NULL,
  changes TEXT NOT NULL,
  PRIMARY KEY (project_no, change_no)
) STRICT;
`;
