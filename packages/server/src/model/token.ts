import type { ProjectId, TokenId } from './ids.js';

/** The abilities of tokens. The list is closed: a new ability changes the contract. */
export const ABILITIES = [
  'conversions:read',
  'sessions:read',
  'reports:read',
  'sessions:erase',
  'events:write',
  'goals:read',
  'goals:write',
  'manage',
] as const;
export type Ability = (typeof ABILITIES)[number];

/** Requests per minute for a token without its own limit, and for each address without a valid token. */
export const RATE_LIMIT_DEFAULT = 60;
/** Requests per minute for a console session: a page of figures asks for many. */
export const CONSOLE_RATE_LIMIT = 1200;
/** Requests per minute for a share link, for each address. */
export const SHARE_RATE_LIMIT = 300;
/** Requests per minute for public files, for each address. */
export const FILES_RATE_LIMIT = 3600;
/** The maximum limit of a token. */
export const RATE_LIMIT_MAX = 1_000_000;
/** Valid tokens a project can have, as far as the API creates them. */
export const TOKENS_MAX = 1000;
/** Maximum validity in days of a token that expires. */
export const VALID_DAYS_MAX = 3650;

/** A token as stored. The secret itself is not stored, only its SHA-256 in hex. */
export interface Token {
  readonly id: TokenId;
  readonly projectId: ProjectId;
  readonly name: string | null;
  readonly secretHash: string;
  readonly abilities: readonly Ability[];
  /** Requests per minute. */
  readonly rateLimit: number;
  /** All times are milliseconds since 1970, UTC. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** Accurate to a minute, because it is written in the background and not during a request. */
  readonly lastUsedAt: number | null;
}
