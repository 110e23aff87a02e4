/** Small documents that people make. `revision` is never used twice. Never edit this after a release; add a new file. */
export default /* sql */ `
CREATE TABLE documents (
  revision INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  owner TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (kind, owner, id)
) STRICT;
`;
