import type { Event } from '../../model/event.js';
import type { CompiledGoals, Matcher } from './matchers.js';

/** How far an event has been matched. */
export interface MatchProgress {
  /** Of the goals. With other goals, matching starts again. */
  readonly revision: number;
  /** The number of goals tried, of those for the event's type. */
  readonly tried: number;
  readonly met: readonly Matcher['goalNo'][];
}

/** An event with the goals it meets. */
export interface MatchedEvent {
  readonly event: Event;
  readonly met: readonly Matcher[];
}

/**
 * Matches events of one project for a limited time: 200 goals with the most expensive selectors take 10 ms for the largest
 * event, and other projects' events wait for the commit.
 */
export class TimedMatching {
  readonly #goals: CompiledGoals;
  #msLeft: number;
  #steps = 0;
  #progress: MatchProgress | null = null;

  /** `ms`: the time for matching costly goals. Others take less time than looking at the clock. */
  constructor(goals: CompiledGoals, ms: number) {
    this.#goals = goals;
    this.#msLeft = ms;
  }

  /** How far the event after the last matched one has been matched. */
  get progress(): MatchProgress | null {
    return this.#progress;
  }

  /**
   * Yields events until the time is up. `from`: the `progress` of the first event in an earlier commit. Each instance gets
   * at least one step further.
   */
  *match(events: readonly Event[], from: MatchProgress | null): Generator<MatchedEvent> {
    this.#progress = from;
    for (const event of events) {
      const met = this.#mayStop() ? null : this.#metBy(event);
      if (met === null) return;
      yield { event, met };
    }
  }

  get isTimeUp(): boolean {
    return this.#msLeft < 0;
  }

  /** Null, with new `progress`, when the time is up. */
  #metBy(event: Event): Matcher[] | null {
    const { revision, matchers } = this.#goals;
    const candidates = matchers[event.type];
    const resumed = this.#progress?.revision === revision ? this.#progress : null;
    const met = resumed ? candidates.filter(({ goalNo }) => resumed.met.includes(goalNo)) : [];
    for (let tried = resumed?.tried ?? 0; tried < candidates.length; tried++) {
      const matcher = candidates[tried]!;
      if (matcher.isCostly && this.#mayStop()) {
        this.#progress = { revision, tried, met: met.map(({ goalNo }) => goalNo) };
        return null;
      }
      if (this.#matches(matcher, event)) met.push(matcher);
    }
    this.#progress = null;
    return met;
  }

  #matches(matcher: Matcher, event: Event): boolean {
    if (!matcher.isCostly) return matcher.matches(event);
    const beganAt = performance.now();
    const matches = matcher.matches(event);
    this.#msLeft -= performance.now() - beganAt;
    return matches;
  }

  /** False at first: the first event, and its first goal, are matched however little time there is. */
  #mayStop(): boolean {
    return this.#steps++ > 1 && this.isTimeUp;
  }
}
