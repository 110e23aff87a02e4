/** A smaller index. Never edited once released; a change is a new file. */
export default /* sql */ `
-- Sessions by the time they began: for reports of a period, and to find what has become too old. Without the ids it is half
-- as large; the few sessions that began at the same moment are sorted by them.
DROP INDEX sessions_started;
CREATE INDEX sessions_started ON sessions (project_no, started_at);
`;
