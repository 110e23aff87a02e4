import type { ProjectId } from '../model/ids.js';
import { DAY_MS, type DayVisitors, dayOf, keyedHash, type Visitor } from '../model/visitor.js';
import type { Salts } from './live.js';

/** Who somebody with this address and user agent is; neither is kept nor logged. `now` in ms. */
export async function visitorsOf(
  salts: Salts,
  projectId: ProjectId,
  address: string,
  userAgent: string,
  now: number,
): Promise<DayVisitors> {
  const person = `${projectId}\n${address}\n${userAgent}`;
  const [today, yesterday] = [dayOf(now), dayOf(now - DAY_MS)];
  const [salt, oldSalt] = [await salts.of(today), await salts.of(yesterday)];
  return new Person({ day: today, hash: keyedHash(salt, person) }, () => ({
    day: yesterday,
    hash: keyedHash(oldSalt, person),
  }));
}

/** A class, because V8 takes 1 us to make an object with a getter of its own. */
class Person implements DayVisitors {
  readonly today: Visitor;
  readonly #makeYesterday: () => Visitor;
  #yesterday: Visitor | null = null;

  constructor(today: Visitor, makeYesterday: () => Visitor) {
    this.today = today;
    this.#makeYesterday = makeYesterday;
  }

  /** Worked out when first asked for, which is seldom: while today's is known nobody but Redis asks. */
  get yesterday(): Visitor {
    this.#yesterday ??= this.#makeYesterday();
    return this.#yesterday;
  }
}
