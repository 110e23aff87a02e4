import { SESSION_TEXTS, type SessionFilters } from '../../model/session.js';
import { ENTRY_COLUMNS } from '../../store/session-row.js';
import type { EntryColumn } from './session-rows.js';
import { allOf, type Restriction, textTest } from './text-test.js';

/** SQL for the filters on a session itself, over the columns of `sessionsSql`. */
export function sessionTest({ texts, origin }: SessionFilters): Restriction {
  return allOf([
    ...SESSION_TEXTS.flatMap((text) => (texts[text] ? [textTest(text, text, texts[text])] : [])),
    ...(origin ? [{ sql: `${origin}_events > 0`, parameters: {} }] : []),
  ]);
}

/** The columns of the entry among some texts of a session. */
export function entryColumnsIn(texts: readonly string[]): EntryColumn[] {
  return ENTRY_COLUMNS.filter((column) => texts.includes(column));
}
