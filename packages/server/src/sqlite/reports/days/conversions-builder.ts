import { numberBytes, TextColumnBuilder } from './columns.js';
import type { ConversionColumn, EncodedDay } from './day.js';

/** A conversion of a day. */
export interface DayConversion {
  /** The position of its session. */
  readonly session: number;
  /** Milliseconds since the day began. Negative if a trusted event dates the session later than this public one. */
  readonly sinceMidnight: number;
  readonly goalNo: number;
  readonly isPublic: number;
  readonly page: string | null;
  readonly money: string | null;
}

/** Collects the columns of a day's conversions. They are added in the order of their sessions. */
export class ConversionsBuilder {
  readonly #ofSessions: number[];
  readonly #occurredAt: number[] = [];
  readonly #goalNo: number[] = [];
  readonly #isPublic: number[] = [];
  readonly #page = new TextColumnBuilder();
  readonly #money = new TextColumnBuilder();

  constructor(sessions: number) {
    this.#ofSessions = new Array<number>(sessions).fill(0);
  }

  add({ session, sinceMidnight, goalNo, isPublic, page, money }: DayConversion): void {
    this.#ofSessions[session]! += 1;
    this.#occurredAt.push(sinceMidnight);
    this.#goalNo.push(goalNo);
    this.#isPublic.push(isPublic);
    this.#page.add(page);
    this.#money.add(money);
  }

  get occurredAt(): readonly number[] {
    return this.#occurredAt;
  }

  get columns(): Pick<EncodedDay, ConversionColumn> {
    return {
      conversions: numberBytes(this.#ofSessions),
      occurred_at: numberBytes(this.#occurredAt),
      goal_no: numberBytes(this.#goalNo),
      is_public: Uint8Array.from(this.#isPublic),
      page: this.#page.bytes(),
      money: this.#money.bytes(),
    };
  }
}
