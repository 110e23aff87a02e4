/** Tells one installation from another. Never edit this after a release; add a new file. */
export default /* sql */ `
CREATE TABLE installation (
  installation_no INTEGER PRIMARY KEY CHECK (installation_no = 1),
  id TEXT NOT NULL -- random
) STRICT;
`;
