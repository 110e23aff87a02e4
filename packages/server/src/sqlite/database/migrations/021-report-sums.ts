/**
 * Days are kept with their sums, and stay when sessions of them change. They are kept again in the background. Never edit this after
 * a release; add a new file.
 */
export default /* sql */ `
DELETE FROM report_days;
CREATE TABLE report_changes (
  project_no INTEGER NOT NULL,
  session_no INTEGER NOT NULL,
  day_no INTEGER NOT NULL,
  PRIMARY KEY (project_no, session_no, day_no)
) STRICT, WITHOUT ROWID;
DROP TRIGGER report_day_deleted;
CREATE TRIGGER report_day_deleted AFTER DELETE ON report_days BEGIN
  DELETE FROM report_columns WHERE project_no = old.project_no AND day_no = old.day_no;
  DELETE FROM report_changes WHERE project_no = old.project_no AND day_no = old.day_no;
END;
DROP TRIGGER session_added;
CREATE TRIGGER session_added AFTER INSERT ON sessions
WHEN EXISTS (SELECT 1 FROM report_days WHERE project_no = new.project_no
  AND day_no = (new.started_at + 86400000000000) / 86400000 - 1000000)
BEGIN
  INSERT INTO report_changes (project_no, day_no, session_no)
  VALUES (new.project_no, (new.started_at + 86400000000000) / 86400000 - 1000000, new.session_no) ON CONFLICT DO NOTHING;
  UPDATE report_days SET claim = '' WHERE project_no = new.project_no AND claim != ''
    AND day_no = (new.started_at + 86400000000000) / 86400000 - 1000000;
END;
DROP TRIGGER session_changed;
CREATE TRIGGER session_changed AFTER UPDATE ON sessions
WHEN EXISTS (SELECT 1 FROM report_days WHERE project_no = new.project_no
  AND day_no IN ((old.started_at + 86400000000000) / 86400000 - 1000000, (new.started_at + 86400000000000) / 86400000 - 1000000))
BEGIN
  INSERT INTO report_changes (project_no, day_no, session_no)
  SELECT project_no, day_no, new.session_no FROM report_days WHERE project_no = new.project_no
    AND day_no IN ((old.started_at + 86400000000000) / 86400000 - 1000000, (new.started_at + 86400000000000) / 86400000 - 1000000)
  ON CONFLICT DO NOTHING;
  UPDATE report_days SET claim = '' WHERE project_no = new.project_no AND claim != ''
    AND day_no IN ((old.started_at + 86400000000000) / 86400000 - 1000000, (new.started_at + 86400000000000) / 86400000 - 1000000);
END;
DROP TRIGGER session_removed;
CREATE TRIGGER session_removed AFTER DELETE ON sessions BEGIN
  -- Also days on which it began, as was known when they were built.
  DELETE FROM report_days WHERE project_no = old.project_no
    AND day_no IN (SELECT day_no FROM report_changes WHERE project_no = old.project_no AND session_no = old.session_no);
  DELETE FROM report_days WHERE project_no = old.project_no
    AND day_no = (old.started_at + 86400000000000) / 86400000 - 1000000;
END;
`;
