import { expensiveClick } from './goals.mjs';

const BASE = '/api/services/analytics/v1';
const IMPORTERS = 2;
const EVENTS_PER_IMPORT = 200;
const PAGES = 4;
/** The most that fits into a body of 64 kB. */
const EVENTS_PER_PAGE = 1;
/** A page is refused beyond 3,600 requests a minute and address. */
const ADDRESSES = 250;

/**
 * Sends imports and tracked pages of the project `busy` to a server, one after the other on each connection, until `stop`
 * is called. `stop` returns the number of events that were stored.
 */
export function sendBusyProject(url, bearerToken) {
  let isStopped = false;
  let stored = 0;
  let next = 0;
  const post = async (path, body, headers) => {
    const response = await fetch(url + BASE + path, { method: 'POST', body, headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const importing = async () => {
    while (!isStopped) {
      const lines = Array.from({ length: EVENTS_PER_IMPORT }, () => {
        const event = { session_id: `s${next % 50}`, at: '2026-01-03T10:00:00Z', ...expensiveClick(`i${next++}`) };
        return JSON.stringify(event);
      });
      const headers = { authorization: `Bearer ${bearerToken}`, 'content-type': 'application/x-ndjson' };
      await post('/events/import', lines.join('\n'), headers);
      stored += EVENTS_PER_IMPORT;
    }
  };
  const tracking = async () => {
    while (!isStopped) {
      const events = Array.from({ length: EVENTS_PER_PAGE }, () => ({ age: 0, ...expensiveClick(`t${next++}`) }));
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': `10.9.0.${next % ADDRESSES}` };
      await post('/track', JSON.stringify({ site: 'busy', events }), headers);
      stored += EVENTS_PER_PAGE;
    }
  };
  const all = Promise.all([
    ...Array.from({ length: IMPORTERS }, importing),
    ...Array.from({ length: PAGES }, tracking),
  ]);
  // A failure is reported by `stop`.
  all.catch(() => {});
  return {
    stop: async () => {
      isStopped = true;
      await all;
      return stored;
    },
  };
}
