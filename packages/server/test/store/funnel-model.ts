import type { Event } from '#goalpost/model/event.js';
import type { FunnelFigures } from '#goalpost/model/funnels/figures.js';
import type { FunnelPath, FunnelStep } from '#goalpost/model/funnels/path.js';
import type { FunnelQuestion } from '#goalpost/store/funnels/question.js';
import type { SimpleGoal } from './report-history.js';
import { byTime, type ModelConversion, type ModelSession, PATHS, ReportModel } from './report-model.js';

// A second, plain implementation of funnels: it tries every chain of events.

/** An event in its order, the steps that it matches, and whether it is a visit. */
export interface Link {
  readonly at: number;
  readonly steps: readonly boolean[];
  readonly isVisit: boolean;
}

/** The times of the chain that counts: the longest one, and of several the one whose events come first. */
export function chosenChain({ order, withinMs }: Omit<FunnelPath, 'steps'>, links: readonly Link[]): number[] {
  let best: readonly number[] = [];
  const extend = (chain: readonly number[]) => {
    // Chains are tried in the order of their events, so a later one of the same length never counts.
    if (chain.length > best.length) best = chain;
    for (const [index, link] of links.entries()) {
      const last = chain.at(-1);
      if (!link.steps[chain.length] || index <= (last ?? -1)) continue;
      if (last !== undefined) {
        if (withinMs !== null && link.at - links[chain[0]!]!.at > withinMs) continue;
        if (order === 'directly' && links.slice(last + 1, index).some(({ isVisit }) => isVisit)) continue;
      }
      extend([...chain, index]);
    }
  };
  extend([]);
  return best.map((index) => links[index]!.at);
}

/** What a session did: when it reached each step. */
export interface ModelPassage {
  readonly session: ModelSession;
  readonly chain: readonly number[];
}

export class FunnelModel {
  readonly #events: ReadonlyMap<string, readonly Event[]>;
  readonly #model: ReportModel;

  constructor(events: readonly Event[], goals: readonly SimpleGoal[]) {
    this.#events = Map.groupBy(events, ({ sessionId }) => sessionId as string);
    this.#model = new ReportModel(events, goals);
  }

  /** The sessions that pass the filters, whenever they began. */
  passages({ path, filters }: Pick<FunnelQuestion, 'path' | 'filters'>): ModelPassage[] {
    return this.#model.sessions(filters).map(({ session, conversions }) => {
      const links = [...this.#events.get(session.id)!].sort(byTime).map((event) => ({
        at: event.at,
        steps: path.steps.map((step) => isMet(step, event, conversions)),
        isVisit: event.type === 'visit',
      }));
      return { session, chain: chosenChain(path, links) };
    });
  }
}

function isMet(step: FunnelStep, event: Event, conversions: readonly ModelConversion[]): boolean {
  if ('goal' in step) return conversions.some((one) => one.event === event && one.goal.key === step.goal);
  const { typed } = step;
  if (typed.type === 'event') return event.type === 'event' && event.name === typed.rule.name;
  if (typed.type === 'url') return event.type === 'visit' && PATHS[event.url]!.startsWith(typed.rule.pattern);
  return false;
}

export function figuresOf(passages: readonly ModelPassage[], steps: number): FunnelFigures {
  return {
    sessions: passages.length,
    steps: Array.from({ length: steps }, (_, step) => {
      const reached = passages.filter(({ chain }) => chain.length > step);
      const times = reached.map(({ chain }) => chain[step]! - (chain[step - 1] ?? 0)).sort((a, b) => a - b);
      const rank = (share: number) => times.find((_time, index) => index + 1 >= share * times.length - 1e-9)!;
      return {
        sessions: reached.length,
        durations: step === 0 || times.length === 0 ? null : { median: rank(0.5), p90: rank(0.9) },
      };
    }),
  };
}
