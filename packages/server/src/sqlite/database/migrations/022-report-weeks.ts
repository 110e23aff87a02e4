/**
 * Weeks are kept with the sums of their days, while none of these is built again. Days also have sums of hours. They are kept
 * again in the background. Never edit this after a release; add a new file.
 */
export default /* sql */ `
DELETE FROM report_days;
CREATE TABLE report_weeks (
  project_no INTEGER NOT NULL,
  week_no INTEGER NOT NULL,
  PRIMARY KEY (project_no, week_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE report_week_sums (
  project_no INTEGER NOT NULL,
  week_no INTEGER NOT NULL,
  name TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (project_no, week_no, name)
) STRICT;
CREATE TRIGGER report_week_deleted AFTER DELETE ON report_weeks BEGIN
  DELETE FROM report_week_sums WHERE project_no = old.project_no AND week_no = old.week_no;
END;
CREATE TRIGGER report_day_added AFTER INSERT ON report_days BEGIN
  DELETE FROM report_weeks WHERE project_no = new.project_no AND week_no = (new.day_no + 7000000) / 7 - 1000000;
END;
CREATE TRIGGER report_day_kept AFTER UPDATE OF first_at ON report_days BEGIN
  DELETE FROM report_weeks WHERE project_no = new.project_no AND week_no = (new.day_no + 7000000) / 7 - 1000000;
END;
DROP TRIGGER report_day_deleted;
CREATE TRIGGER report_day_deleted AFTER DELETE ON report_days BEGIN
  DELETE FROM report_columns WHERE project_no = old.project_no AND day_no = old.day_no;
  DELETE FROM report_changes WHERE project_no = old.project_no AND day_no = old.day_no;
  DELETE FROM report_weeks WHERE project_no = old.project_no AND week_no = (old.day_no + 7000000) / 7 - 1000000;
END;
`;
