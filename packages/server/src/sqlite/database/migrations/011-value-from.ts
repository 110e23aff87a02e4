/** Lets a goal say where the value of its conversions comes from. Never edit this after a release; add a new file. */
export default /* sql */ `
-- goal, event, trusted_event or none.
ALTER TABLE goals ADD COLUMN value_from TEXT NOT NULL DEFAULT 'event';
UPDATE goals SET value_from = 'goal' WHERE value IS NOT NULL;
`;
