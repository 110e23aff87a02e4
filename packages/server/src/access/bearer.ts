import type { Author } from '../model/accounts/audit.js';
import type { Project } from '../model/project.js';
import type { Ability } from '../model/token.js';

/** Whoever may do something in a project: the holder of a token, or an account with a role there. */
export interface Bearer {
  /** The same for all requests of one token or console session. */
  readonly key: string;
  readonly by: Author;
  readonly project: Project;
  readonly abilities: readonly Ability[];
  /** Requests per minute. */
  readonly rateLimit: number;
}
