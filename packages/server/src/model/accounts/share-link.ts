/** A link that shows a project's reports to whoever has it. The document's owner is the project, its id a ULID. */
export interface ShareLink {
  /** A note on whom it is for. */
  readonly name: string | null;
  readonly secretHash: string;
  /** As `Passwords.hash` returns it; null when the link is enough. */
  readonly passwordHash: string | null;
  /** All times are milliseconds since 1970, UTC. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

export const SHARE_LINKS_MAX = 100;
export const SHARE_NAME_CHARACTERS_MAX = 120;
