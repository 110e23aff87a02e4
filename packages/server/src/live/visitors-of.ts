import type { ProjectId } from '../model/ids.js';
import { DAY_MS, type DayVisitors, dayOf, keyedHash, type Visitor } from '../model/visitor.js';
import type { Salts } from './live.js';

/** The visitor with this address and user agent, neither of which is kept or logged. `now` in ms. */
export async function visitorsOf(
  salts: Salts,
  projectId: ProjectId,
  address: string,
  userAgent: string,
  now: number,
): Promise<DayVisitors> {
  const identity = `${projectId}\n${address}\n${userAgent}`;
  const [today, yesterday] = [dayOf(now), dayOf(now - DAY_MS)];
  const [salt, oldSalt] = [await salts.of(today), await salts.of(yesterday)];
  return new LazyDayVisitors({ day: today, hash: keyedHash(salt, identity) }, () => ({
    day: yesterday,
    hash: keyedHash(oldSalt, identity),
  }));
}

/** A class, because creating an object literal with a getter takes V8 1 us. */
class LazyDayVisitors implements DayVisitors {
  readonly today: Visitor;
  readonly #makeYesterday: () => Visitor;
  #yesterday: Visitor | null = null;

  constructor(today: Visitor, makeYesterday: () => Visitor) {
    this.today = today;
    this.#makeYesterday = makeYesterday;
  }

  /** Computed on first use, which is rare: when today's hash is cached, only Redis needs it. */
  get yesterday(): Visitor {
    this.#yesterday ??= this.#makeYesterday();
    return this.#yesterday;
  }
}
