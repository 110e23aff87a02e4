/** The kinds of documents. */
export type Kind = 'project' | 'token' | 'goals' | 'move' | 'installation' | 'feed' | 'document';

export interface Document<Body> {
  readonly id: string;
  /** Increases with every change. The first is 1 unless a change asks for a later one. */
  readonly revision: number;
  readonly body: Body;
}

/** A document as it is stored. */
export interface StoredDocument<Body> extends Document<Body> {
  /** Who made the latest changes, newest first. */
  readonly writers: readonly string[];
}

/** The result of a change; a null `body` leaves the document unchanged. */
export interface Change<Body, Answer> {
  readonly body: Body | null;
  readonly answer: Answer;
}

export interface ChangeOptions<Body> {
  /** A token's project. */
  readonly owner?: (body: Body) => string;
  /** When background work on the document is due, in ms since 1970. */
  readonly dueAt?: (body: Body) => number | null;
  /** The change makes this revision or a later one. */
  readonly revisionMin?: number;
}
