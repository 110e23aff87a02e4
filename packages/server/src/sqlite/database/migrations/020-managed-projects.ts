/** Projects have a main currency, and can be removed. Never edit this after a release; add a new file. */
export default /* sql */ `
ALTER TABLE projects ADD COLUMN main_currency TEXT;

-- When the project was removed; its contents are erased in the background.
ALTER TABLE projects ADD COLUMN removed_at INTEGER;

-- The highest numbers of erased projects and goals. A number never comes back, because threads keep what they know by number.
CREATE TABLE erased_numbers (
  only_no INTEGER PRIMARY KEY CHECK (only_no = 1),
  project_no INTEGER NOT NULL,
  goal_no INTEGER NOT NULL
) STRICT;
INSERT INTO erased_numbers VALUES (1, 0, 0);
`;
