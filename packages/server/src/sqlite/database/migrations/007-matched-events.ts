/** Counts the events that a goal version matched. Never edit this after a release; add a new file. */
export default /* sql */ `
-- Examined events that the rule matches; null: they were examined by Goalpost 0.1.0, which did not count them.
ALTER TABLE goals ADD COLUMN events_matched INTEGER;
UPDATE goals SET events_matched = 0 WHERE events_examined = 0;
`;
