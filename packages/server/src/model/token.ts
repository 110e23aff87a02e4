import type { ProjectId, TokenId } from './ids.js';

/** What a token may do. The list is closed: a new ability is a change of the contract. */
export const ABILITIES = [
  'conversions:read',
  'sessions:read',
  'sessions:erase',
  'events:write',
  'goals:read',
  'goals:write',
] as const;
export type Ability = (typeof ABILITIES)[number];

/** Requests a minute for a token that sets no limit of its own, and for each address without a valid token. */
export const RATE_LIMIT_DEFAULT = 60;
/** Requests a minute for public files, for each address. */
export const FILES_RATE_LIMIT = 3600;
/** The most that a token can be given. */
export const RATE_LIMIT_MAX = 1_000_000;
/** Days a token that expires can be valid for. */
export const VALID_DAYS_MAX = 3650;

/** A token as the store keeps it. The secret itself is never kept: only its SHA-256, in hex. */
export interface Token {
  readonly id: TokenId;
  readonly projectId: ProjectId;
  readonly name: string | null;
  readonly secretHash: string;
  readonly abilities: readonly Ability[];
  /** Requests a minute. */
  readonly rateLimit: number;
  /** Times in milliseconds since 1970, UTC. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** Kept to the minute: it is written in the background, not on the path of a request. */
  readonly lastUsedAt: number | null;
}
