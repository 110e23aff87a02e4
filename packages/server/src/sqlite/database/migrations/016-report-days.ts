/** Keeps days that are over in the form that reports read. Never edit this after a release; add a new file. */
export default /* sql */ `
CREATE TABLE report_days (
  project_no INTEGER NOT NULL,
  day_no INTEGER NOT NULL,
  goals TEXT NOT NULL,
  claim TEXT NOT NULL,
  first_at INTEGER,
  last_at INTEGER,
  PRIMARY KEY (project_no, day_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE report_columns (
  project_no INTEGER NOT NULL,
  day_no INTEGER NOT NULL,
  name TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (project_no, day_no, name)
) STRICT;
CREATE TRIGGER report_day_deleted AFTER DELETE ON report_days BEGIN
  DELETE FROM report_columns WHERE project_no = old.project_no AND day_no = old.day_no;
END;
CREATE TRIGGER session_added AFTER INSERT ON sessions BEGIN
  DELETE FROM report_days WHERE project_no = new.project_no
    AND day_no = (new.started_at + 86400000000000) / 86400000 - 1000000;
END;
CREATE TRIGGER session_changed AFTER UPDATE ON sessions BEGIN
  DELETE FROM report_days WHERE project_no = old.project_no
    AND day_no = (old.started_at + 86400000000000) / 86400000 - 1000000;
  DELETE FROM report_days WHERE project_no = new.project_no AND new.started_at != old.started_at
    AND day_no = (new.started_at + 86400000000000) / 86400000 - 1000000;
END;
CREATE TRIGGER session_removed AFTER DELETE ON sessions BEGIN
  DELETE FROM report_days WHERE project_no = old.project_no
    AND day_no = (old.started_at + 86400000000000) / 86400000 - 1000000;
END;
`;
