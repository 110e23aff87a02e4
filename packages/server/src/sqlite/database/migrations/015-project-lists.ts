/** Hosts and payment providers of a project that are no sources. Never edit this after a release; add a new file. */
export default /* sql */ `
ALTER TABLE projects ADD COLUMN own_hosts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE projects ADD COLUMN payment_providers TEXT NOT NULL DEFAULT '[]';
`;
