/** Finds the notes of an imported log's sessions when they are erased. Never edit this after a release; add a new file. */
export default /* sql */ `
-- Only of notes that are kept with their sessions: their day is the last of the year 9999. Those of a day are few.
CREATE INDEX notes_of_logs ON visitors (session_no) WHERE day_no = 2932896;
`;
