/** Events that a commit takes of one project, and of all together. */
export const EVENTS_PER_COMMIT_MAX = 5000;

/**
 * How many events of each project a commit is handed: about as many as there is time for. Copying events to another
 * thread, only to leave them for the next commit, would cost more than their matching.
 */
export class Pace<Project> {
  /** Of projects whose last commit could not do all of its events. */
  readonly #paces = new Map<Project, number>();

  of(project: Project): number {
    return this.#paces.get(project) ?? EVENTS_PER_COMMIT_MAX;
  }

  /** Whether the project's events take a commit longer than there is time for. */
  isSlow(project: Project): boolean {
    return this.#paces.has(project);
  }

  /** Notes that a commit was handed `sent` events of a project and did `done` of them. */
  note(project: Project, sent: number, done: number): void {
    if (done < sent) this.#paces.set(project, Math.max(1, done));
    else if (this.of(project) * 2 >= EVENTS_PER_COMMIT_MAX) this.#paces.delete(project);
    else this.#paces.set(project, this.of(project) * 2);
  }
}
