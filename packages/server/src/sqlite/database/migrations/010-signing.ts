/** Lets a site sign the session ids in its pages. Never edit this after a release; add a new file. */
export default /* sql */ `
ALTER TABLE projects ADD COLUMN page_session_ids TEXT NOT NULL DEFAULT 'accept' CHECK (page_session_ids IN ('accept', 'signed', 'refuse'));
-- JSON list of {secret, until}, the current one first.
ALTER TABLE projects ADD COLUMN signing_secrets TEXT NOT NULL DEFAULT '[]';
`;
