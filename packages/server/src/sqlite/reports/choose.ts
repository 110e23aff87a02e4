import type { ConversionTest, SessionFilters } from '../../model/session.js';
import { SESSION_TEXTS, type TextTest } from '../../model/session.js';
import type { GoalVersion } from '../../store/goals/versions.js';
import { passes } from '../../store/reports/text-test.js';
import { IS_PUBLIC } from '../rows/event-rows.js';
import { ORIGIN_BITS } from '../rows/session-columns.js';
import type { TextColumn } from './days/columns.js';
import type { Day } from './days/day.js';

/** The goal versions that readers see, by number. */
export type LiveGoals = ReadonlyMap<number, GoalVersion>;

/** One entry per session or conversion: 1 if it passes. */
export type Mask = Uint8Array;

/** The conversions of a day that readers see and that pass. */
export function chooseConversions(
  { conversions }: Day,
  live: LiveGoals,
  { goals, types, origin, page }: Omit<ConversionTest, 'inPeriod'>,
): Mask {
  const { goalNo } = conversions;
  const chosen = new Uint8Array(conversions.count);
  const passing = new Uint8Array(Math.max(0, ...live.keys()) + 1);
  for (const { no, key, type } of live.values()) {
    if ((!goals || goals.includes(key)) && (!types || types.includes(type))) passing[no] = 1;
  }
  for (let index = 0; index < chosen.length; index++) chosen[index] = passing[goalNo[index]!]!;
  if (origin) keepEqual(chosen, conversions.isPublic, IS_PUBLIC[origin]);
  if (page) keepTexts(chosen, conversions.page, page);
  return chosen;
}

/** The sessions of a day that pass all filters. */
export function chooseSessions(day: Day, live: LiveGoals, filters: SessionFilters): Mask {
  const { sessions } = day;
  const chosen = new Uint8Array(sessions.count).fill(1);
  for (const name of SESSION_TEXTS) {
    const test = filters.texts[name];
    if (test) keepTexts(chosen, sessions.text(name), test);
  }
  if (filters.origin) keepBits(chosen, sessions.origins, ORIGIN_BITS[filters.origin]);
  if (filters.converted !== undefined) keepEqual(chosen, converting(day, live, {}), filters.converted ? 1 : 0);
  if (filters.conversion) keepEqual(chosen, converting(day, live, filters.conversion), 1);
  return chosen;
}

/** The sessions with a conversion that passes. */
function converting(day: Day, live: LiveGoals, test: Omit<ConversionTest, 'inPeriod'>): Mask {
  const { session } = day.conversions;
  const found = new Uint8Array(day.sessions.count);
  const chosen = chooseConversions(day, live, test);
  for (let index = 0; index < chosen.length; index++) if (chosen[index] === 1) found[session[index]!] = 1;
  return found;
}

/** Tests each different text once. */
function keepTexts(mask: Mask, { texts, positions }: TextColumn, test: TextTest): void {
  const passing = Uint8Array.from(texts, (text) => (passes(test, text) ? 1 : 0));
  for (let index = 0; index < mask.length; index++) mask[index]! &= passing[positions[index]!]!;
}

function keepEqual(mask: Mask, values: Uint8Array, wanted: number): void {
  for (let index = 0; index < mask.length; index++) if (values[index] !== wanted) mask[index] = 0;
}

function keepBits(mask: Mask, values: Uint8Array, bits: number): void {
  for (let index = 0; index < mask.length; index++) if ((values[index]! & bits) === 0) mask[index] = 0;
}
