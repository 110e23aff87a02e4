import { compileRule } from '../../matching/match.js';
import type { Event } from '../../model/event.js';
import type { TypedRule } from '../../model/goal.js';
import { Breather } from '../../store/breather.js';
import { type EventRow, toEvent } from '../../store/event-row.js';

/** Calls `met` for each row that a rule matches. Pauses for other work of this process. */
export async function matchRows<Row extends EventRow>(
  rule: TypedRule,
  rows: readonly Row[],
  met: (row: Row, event: Event) => void,
): Promise<void> {
  const matches = compileRule(rule);
  const breather = new Breather();
  for (const row of rows) {
    const event = toEvent(row);
    if (matches(event)) met(row, event);
    const pause = breather.pause();
    if (pause) await pause;
  }
}
