/** Hosts that are no source of a project, and lists of events that it does not store. Never edit this after a release; add a new file. */
export default /* sql */ `
ALTER TABLE projects ADD COLUMN own_hosts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE projects ADD COLUMN payment_providers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE projects ADD COLUMN excluded_addresses TEXT NOT NULL DEFAULT '[]';
ALTER TABLE projects ADD COLUMN excluded_paths TEXT NOT NULL DEFAULT '[]';
ALTER TABLE projects ADD COLUMN excluded_countries TEXT NOT NULL DEFAULT '[]';
`;
