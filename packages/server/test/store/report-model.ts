import type { Event } from '#goalpost/model/event.js';
import type { ReportGroup } from '#goalpost/model/report.js';
import type { ReportQuery, ReportQuestion } from '#goalpost/store/reports/question.js';
import { COUNTRIES, GOAL_VALUE, type SimpleGoal } from './report-history.js';

// A second, plain implementation of reports: it goes through all events for every figure.

/** The properties of a session, by the names of groups. */
export interface ModelSession {
  readonly id: string;
  readonly startedAt: number;
  readonly texts: Readonly<Record<string, string | null>>;
  readonly origins: ReadonlySet<string>;
}

export interface ModelConversion {
  readonly session: ModelSession;
  readonly event: Event;
  readonly at: number;
  readonly goal: SimpleGoal;
  readonly type: 'url' | 'event';
  readonly page: string | null;
  readonly origin: string;
  readonly money: { readonly value: string; readonly currency: string } | null;
}

export interface ModelRow {
  readonly group: readonly (string | number | null)[];
  readonly now: ModelFigures;
  readonly before: ModelFigures | null;
}

export interface ModelFigures {
  readonly sessions: number;
  readonly converted: number;
  readonly conversions: number;
  /** In millionths. */
  readonly value: Readonly<Record<string, bigint>>;
}

export const PATHS: Readonly<Record<string, string>> = {
  '/a': '/a',
  '/a/b?utm_term=x': '/a/b',
  'https://shop.example/c%2f': '/c%2F',
  '/a%20?utm_term=Y': '/a%20',
};
const TERMS: Readonly<Record<string, string>> = { '/a/b?utm_term=x': 'x', '/a%20?utm_term=Y': 'Y' };

type ByTime = Pick<Event, 'at' | 'id'>;
export const byTime = (one: ByTime, other: ByTime) => one.at - other.at || (one.id < other.id ? -1 : 1);
const isTrusted = ({ origin }: Event) => origin === 'trusted';

export class ReportModel {
  readonly #sessions: readonly ModelSession[];
  readonly #conversions: readonly ModelConversion[];

  constructor(events: readonly Event[], goals: readonly SimpleGoal[]) {
    const bySession = Map.groupBy(events, ({ sessionId }) => sessionId as string);
    this.#sessions = [...bySession].map(([id, own]) => toSession(id, own));
    this.#conversions = this.#sessions.flatMap((session) =>
      goals.flatMap((goal) => conversionsOf(session, bySession.get(session.id)!, goal)),
    );
  }

  figures(question: ReportQuestion, query: ReportQuery, period: number, group: ModelRow['group']): ModelFigures {
    const { from, until } = question.periods[period]!;
    const isIn = (at: number) => at >= from && at < until;
    const kept = this.#sessions.filter((session) => this.#passes(session, question));
    const chosen = this.#conversions.filter((one) => kept.includes(one.session) && isChosen(one, question.choice));
    const began = kept.filter(({ startedAt }) => isIn(startedAt));
    const values = (session: ModelSession, at: number, conversion?: ModelConversion) =>
      query.groupBy.map((by) => valueIn(by, session, at, query.times?.[period] ?? [], conversion));
    const isRest = (session: ModelSession) =>
      values(session, session.startedAt).every((value, index) => value === undefined || value === group[index]);
    const isGroup = (found: readonly unknown[]) => found.every((value, index) => value === group[index]);
    const converted = began.filter((session) =>
      chosen.some((one) => one.session === session && isGroup(values(session, session.startedAt, one))),
    );
    const conversions = chosen.filter((one) => isIn(one.at) && isGroup(values(one.session, one.at, one)));
    const value: Record<string, bigint> = {};
    for (const { money } of conversions) {
      if (money) value[money.currency] = (value[money.currency] ?? 0n) + millionths(money.value);
    }
    return {
      sessions: began.filter(isRest).length,
      converted: converted.length,
      conversions: conversions.length,
      value,
    };
  }

  /** The sessions that pass the filters, each with its conversions. */
  sessions(filters: ReportQuestion['filters']): { session: ModelSession; conversions: ModelConversion[] }[] {
    return this.#sessions
      .filter((session) => this.#passes(session, { filters }))
      .map((session) => ({ session, conversions: this.#conversions.filter((one) => one.session === session) }));
  }

  /** All groups that could have a row. */
  groups(question: ReportQuestion, query: ReportQuery): ModelRow['group'][] {
    const found = new Map<string, ModelRow['group']>();
    const add = (group: readonly unknown[]) => {
      if (!group.includes(undefined)) found.set(JSON.stringify(group), group as ModelRow['group']);
    };
    for (const period of question.periods.keys()) {
      const starts = query.times?.[period] ?? [];
      for (const session of this.#sessions) {
        add(query.groupBy.map((by) => valueIn(by, session, session.startedAt, starts)));
        for (const one of this.#conversions.filter((other) => other.session === session)) {
          for (const at of [session.startedAt, one.at])
            add(query.groupBy.map((by) => valueIn(by, session, at, starts, one)));
        }
      }
    }
    if (query.groupBy.length === 0) add([]);
    if (query.groupBy.length === 1 && query.groupBy[0] === 'goal') for (const key of question.goals) add([key]);
    if (query.groupBy.length === 1 && query.times) for (const position of query.times[0]!.keys()) add([position]);
    return [...found.values()];
  }

  #passes(session: ModelSession, { filters }: Pick<ReportQuestion, 'filters'>): boolean {
    const own = this.#conversions.filter((one) => one.session === session);
    const country = session.texts.country ?? null;
    const test = filters.texts.country;
    if (test?.is && !test.is.includes(country)) return false;
    if (test?.isNot?.includes(country)) return false;
    if (
      test?.contains &&
      !test.contains.some((part) =>
        part === null ? country === null : country?.toLowerCase().includes(part.toLowerCase()),
      )
    )
      return false;
    if (filters.origin && !session.origins.has(filters.origin)) return false;
    if (filters.converted !== undefined && own.length > 0 !== filters.converted) return false;
    const { conversion } = filters;
    return (
      !conversion ||
      own.some((one) => isChosen(one, conversion) && (!conversion.page?.is || conversion.page.is.includes(one.page)))
    );
  }
}

function toSession(id: string, events: readonly Event[]): ModelSession {
  const visits = events.filter(({ type }) => type === 'visit').sort(byTime);
  const entry = visits.find(isTrusted) ?? visits[0];
  const telling = visits.some(isTrusted) ? events.filter(isTrusted) : events;
  const url = entry?.url ?? '';
  return {
    id,
    startedAt: Math.min(...telling.map(({ at }) => at)),
    texts: { country: COUNTRIES[id] ?? null, entry_page: PATHS[url] ?? null, utm_term: TERMS[url] ?? null },
    origins: new Set(events.map(({ origin }) => origin)),
  };
}

function conversionsOf(session: ModelSession, events: readonly Event[], goal: SimpleGoal): ModelConversion[] {
  const visits = events.filter(({ type }) => type === 'visit').sort(byTime);
  const meeting = events
    .filter((event) =>
      event.type === 'event' ? event.name === goal.path : PATHS[event.url ?? '']!.startsWith(goal.path),
    )
    .sort((one, other) => Number(isTrusted(other)) - Number(isTrusted(one)) || byTime(one, other));
  return (goal.count === 'once' ? meeting.slice(0, 1) : meeting).map((event) => {
    const eligible = isTrusted(event) && visits.some(isTrusted) ? visits.filter(isTrusted) : visits;
    const visited = event.type === 'visit' ? event : eligible.findLast(({ at }) => at <= event.at);
    return {
      session,
      event,
      at: event.at,
      goal,
      type: event.type === 'visit' ? 'url' : 'event',
      page: PATHS[visited?.url ?? ''] ?? null,
      origin: event.origin,
      money: moneyOf(event, goal),
    };
  });
}

function moneyOf(event: Event, { valueFrom }: SimpleGoal): ModelConversion['money'] {
  if (valueFrom === 'goal') return GOAL_VALUE;
  if (valueFrom === 'none' || event.type !== 'event' || event.value === null || event.currency === null) return null;
  return valueFrom === 'event' || isTrusted(event) ? { value: event.value, currency: event.currency } : null;
}

interface Choice {
  readonly goals?: readonly string[] | null | undefined;
  readonly types?: readonly string[] | null | undefined;
  readonly origin?: string | null | undefined;
}

function isChosen({ goal, type, origin }: ModelConversion, choice: Choice): boolean {
  return (
    (choice.goals?.includes(goal.key) ?? true) &&
    (choice.types?.includes(type) ?? true) &&
    (choice.origin ?? origin) === origin
  );
}

/** Undefined for a property of conversions where there is no conversion. */
function valueIn(
  by: ReportGroup,
  session: ModelSession,
  at: number,
  starts: readonly number[],
  conversion?: ModelConversion,
): string | number | null | undefined {
  if (by === 'day' || by === 'hour') return starts.filter((start) => start <= at).length - 1;
  if (by === 'goal') return conversion?.goal.key;
  if (by === 'type') return conversion?.type;
  if (by === 'page') return conversion?.page;
  return session.texts[by] ?? null;
}

function millionths(decimal: string): bigint {
  return BigInt(Math.round(Number(decimal) * 1e6));
}
