import type { ProjectId, TokenId } from '../../model/ids.js';
import type { Project, ProjectChanges } from '../../model/project.js';
import type { Token } from '../../model/token.js';

export interface ProjectStore {
  create(project: Project): Promise<void>;
  find(id: ProjectId): Promise<Project | null>;
  /** The project whose pages carry this site key. */
  findBySiteKey(siteKey: string): Promise<Project | null>;
  /** Updates a project. Null when the project does not exist. */
  update(id: ProjectId, changes: ProjectChanges): Promise<Project | null>;
  /** Oldest first. */
  list(): Promise<Project[]>;
  /**
   * Removes a project with everything in it. It is gone for readers and writers at once; a process that has just used it may take
   * a second to notice. `work` erases its contents. False when the project does not exist.
   */
  remove(id: ProjectId): Promise<boolean>;
  /**
   * Does a small piece of background work: erases a part of a removed project. It may be interrupted anywhere, and any process may do
   * the next piece. False when nothing is left to do now.
   */
  work(): Promise<boolean>;
}

export interface TokenStore {
  create(token: Token): Promise<void>;
  find(id: TokenId): Promise<Token | null>;
  /** Oldest first, revoked and expired ones included. */
  list(projectId: ProjectId): Promise<Token[]>;
  /** False when the token does not exist. A token revoked twice keeps its first time. */
  revoke(id: TokenId, at: number): Promise<boolean>;
  /** Records when tokens were last used. A time earlier than the stored one has no effect. */
  touch(uses: ReadonlyMap<TokenId, number>): Promise<void>;
}
