import type { Call } from '../../api/call.js';

/** How far back the page looks, in ms. */
const BACK_MS = 30 * 60_000;
const ROWS = 8;

/** Whole minutes, so that what is asked stays the same for a while. */
export function lastHalfHour(now: number): { readonly start_date: string; readonly end_date: string } {
  return { start_date: new Date(now - BACK_MS).toISOString(), end_date: new Date(now).toISOString() };
}

export const sessionsCall = (now: number): Call => ({
  method: 'POST',
  path: 'project/sessions',
  body: { ...lastHalfHour(now), sortKey: 'created_at', sortOrder: 'desc', per_page: 12, page: 1 },
});

export const reportCall = (now: number): Call => ({
  method: 'POST',
  path: 'reports/conversions',
  body: {
    ...lastHalfHour(now),
    queries: [
      { group_by: ['source'], sort: '-sessions', limit: ROWS },
      { group_by: ['entry_page'], sort: '-sessions', limit: ROWS },
    ],
  },
});
