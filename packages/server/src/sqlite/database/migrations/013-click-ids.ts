/** Keeps click ids, and gives each source one name. Never edit this after a release; add a new file. */
export default /* sql */ `
ALTER TABLE sessions ADD COLUMN click_id TEXT;
ALTER TABLE sessions ADD COLUMN click_id_kind TEXT;
UPDATE sessions SET source = source_today(source, utm_source IS NOT NULL)
WHERE source IS NOT source_today(source, utm_source IS NOT NULL);
`;
