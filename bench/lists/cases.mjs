// All sessions of the data sets started in 2026; see data/sessions.mjs.
const YEAR = { start_date: '2026-01-01', end_date: '2026-12-31' };

/** The measured pages of `project/sessions`: of all sessions, and of one day. */
export const LIST_CASES = [
  { name: 'sessions-newest', body: YEAR },
  { name: 'sessions-of-a-day', body: { start_date: '2026-01-05', end_date: '2026-01-05' } },
  { name: 'sessions-longest', body: { ...YEAR, sortKey: 'time_spend' } },
  { name: 'sessions-converted', body: { ...YEAR, filters: { converted: true } } },
  { name: 'sessions-of-a-goal', body: { ...YEAR, filters: { goals: ['thanks'] } } },
  { name: 'sessions-last-page', body: YEAR, last: true },
];
