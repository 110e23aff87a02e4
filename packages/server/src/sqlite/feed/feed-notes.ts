import type { Event } from '../../model/event.js';
import { FEED_PART_CHANGES } from '../../store/feed.js';
import type { Connection } from '../database/connection.js';

/** A conversion that was made (0) or removed (1), as it is stored. */
export type Note = [isRemoved: 0 | 1, sessionId: string, occurredAt: number, eventId: string, goalNo: number];

type Happened = Pick<Event, 'sessionId' | 'id' | 'at'>;

/** Notes what a commit does to the conversions of a project, if somebody follows them. */
export class FeedNotes {
  readonly #connection: Connection;
  readonly #projectNo: number;
  readonly #at: number;
  readonly #isFollowed: boolean;
  #notes: Note[] = [];

  /** Call this within the transaction. `at`: the time of the commit, in ms since 1970. */
  constructor(connection: Connection, projectNo: number, at: number) {
    this.#connection = connection;
    this.#projectNo = projectNo;
    this.#at = at;
    this.#isFollowed =
      connection.arrays<[1], [number]>('SELECT 1 FROM feeds WHERE project_no = ?').get(projectNo) !== undefined;
  }

  made({ sessionId, at, id }: Happened, goalNo: number): void {
    if (this.#isFollowed) this.#notes.push([0, sessionId, at, id, goalNo]);
  }

  removed({ sessionId, at, id }: Happened, goalNo: number): void {
    if (this.#isFollowed) this.#notes.push([1, sessionId, at, id, goalNo]);
  }

  /** Saves the notes so far if they are enough for a part of their own. All notes of one event belong in one part. */
  saveIfMany(): void {
    if (this.#notes.length >= FEED_PART_CHANGES) this.save();
  }

  /** Call this at the end of the transaction. */
  save(): void {
    if (this.#notes.length === 0) return;
    const { no } = this.#connection
      .statement<{ no: number }, [number]>(
        'UPDATE feeds SET last_no = last_no + 1 WHERE project_no = ? RETURNING last_no AS no',
      )
      .get(this.#projectNo)!;
    this.#connection
      .statement<unknown, [number, number, number, string]>(
        'INSERT INTO feed_changes (project_no, change_no, at, changes) VALUES (?, ?, ?, ?)',
      )
      .run(this.#projectNo, no, this.#at, JSON.stringify(this.#notes));
    this.#notes = [];
  }
}
