import type { FunnelRow } from '../../model/funnels/figures.js';
import type { RowPlace } from '../../model/report.js';
import { comparePlaces } from '../reports/order.js';
import { FUNNEL_ORDER, type FunnelAnswer, type FunnelQuestion } from './question.js';
import type { FunnelTally } from './tally.js';

/** The answer from what was counted in each period. */
export function funnelAnswer(question: FunnelQuestion, tallies: readonly FunnelTally[]): FunnelAnswer {
  const totals = tallies.map((tally) => tally.totals);
  if (question.groupBy === null) return { totals, rows: [], next: null };
  const placed = rowsOf(tallies)
    .map((row) => ({ row, place: placeOf(row) }))
    .filter(({ place }) => question.after === null || comparePlaces(place, question.after, FUNNEL_ORDER) > 0)
    .sort((one, other) => comparePlaces(one.place, other.place, FUNNEL_ORDER));
  const page = placed.slice(0, question.limit);
  return { totals, rows: page.map(({ row }) => row), next: placed.length > page.length ? page.at(-1)!.place : null };
}

/** A group that only the earlier period has gets a row at zero. */
function rowsOf([now, before]: readonly FunnelTally[]): FunnelRow[] {
  const groups = new Set([...now!.groups, ...(before?.groups ?? [])]);
  return [...groups].map((group) => ({ group, figures: now!.of(group), before: before?.of(group) ?? null }));
}

function placeOf({ group, figures }: FunnelRow): RowPlace {
  return { key: figures.steps[0]!.sessions, group: [group] };
}
