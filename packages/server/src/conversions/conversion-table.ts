import type { Table } from '../http/csv/csv-answer.js';
import type { Cell } from '../http/csv/csv-line.js';
import { PAGE_LIMIT_MAX, type PageRequest, type PageStart } from '../model/page.js';
import type { Store } from '../store/store.js';
import type { ConversionsRequest } from './request.js';

type Conversions = Pick<Store, 'conversions'>;

/** The columns of expanded conversions: their fields, without the clicked element. */
export const CONVERSION_COLUMNS = [
  'id',
  'session_id',
  'type',
  'goal_key',
  'goal_name',
  'goal_version',
  'occurred_at',
  'url',
  'title',
  'value',
  'currency',
  'visit_id',
  'origin',
] as const;

/** The answer as a table, whole whatever its page: ids, expanded conversions, or a count for each requested session. */
export function conversionTable(store: Conversions, request: ConversionsRequest): Table {
  const { key, expand } = request.fields;
  if (key === 'count') return { columns: ['session_id', 'conversions'], rows: counts(store, request) };
  return { columns: expand ? CONVERSION_COLUMNS : ['id'], rows: conversions(store, request) };
}

async function* counts({ conversions: store }: Conversions, { fields, selection }: ConversionsRequest) {
  const found = new Map((await store.count(selection)).map(({ sessionId, count }) => [sessionId, count]));
  for (const id of fields.sessionIds) yield [id, found.get(id) ?? 0];
}

/** A conversion as `expand` gives it. */
export interface Expanded extends Readonly<Record<string, Cell | object>> {
  readonly goal: { readonly key: string; readonly name: string; readonly version: number };
}

async function* conversions(
  { conversions: store }: Conversions,
  { fields: { expand }, selection }: ConversionsRequest,
): AsyncGenerator<Cell[]> {
  let after: PageStart | null = null;
  do {
    const page: PageRequest = { limit: PAGE_LIMIT_MAX, after };
    const { json, next } = await (expand ? store.list(selection, page) : store.ids(selection, page));
    const entries = JSON.parse(json) as (string | Expanded)[];
    for (const entry of entries) yield typeof entry === 'string' ? [entry] : conversionCells(entry);
    after = next;
  } while (after !== null);
}

/** A cell for each of `CONVERSION_COLUMNS`. */
export function conversionCells(conversion: Expanded): Cell[] {
  const { key, name, version } = conversion.goal;
  const flat: Readonly<Record<string, unknown>> = {
    ...conversion,
    goal_key: key,
    goal_name: name,
    goal_version: version,
  };
  return CONVERSION_COLUMNS.map((field) => (flat[field] as Cell | undefined) ?? null);
}
