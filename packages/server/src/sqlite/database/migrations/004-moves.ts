/** The state of a move into this file. Never edit this after a release; add a new file. */
export default /* sql */ `
CREATE TABLE moves (
  move_no INTEGER PRIMARY KEY CHECK (move_no = 1),
  installation TEXT NOT NULL,
  fingerprint TEXT -- null: it is not done
) STRICT;
`;
