import type { ProjectId } from '../model/ids.js';
import { DAY_MS, type DayVisitors, dayOf, keyedHash, type Visitor } from '../model/visitor.js';
import type { Salts } from './live.js';

/** Tells one visitor from another. None of it is kept or logged. */
export interface VisitorTraits {
  readonly address: string;
  readonly userAgent: string | null;
  /** The site that this visitor is limited to; null for a visitor to all of the project's pages. */
  readonly site: string | null;
}

/** The visitor with these traits. `now` in ms. */
export async function visitorsOf(
  salts: Salts,
  projectId: ProjectId,
  { address, userAgent, site }: VisitorTraits,
  now: number,
): Promise<DayVisitors> {
  const identity = [projectId, address, userAgent ?? '', ...(site === null ? [] : [site])].join('\n');
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
