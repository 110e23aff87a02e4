import { EXPENSIVE_CLICK } from './goals.mjs';

const BASE = '/api/services/analytics/v1';
const IMPORTERS = 2;
const EVENTS_PER_IMPORT = 200;
/** Each sends one event a time, because a body of 64 kB has no room for two. */
const PAGES = 4;
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
      const lines = Array.from(
        { length: EVENTS_PER_IMPORT },
        () => `{"session_id":"s${next % 50}","at":"2026-01-03T10:00:00Z","id":"i${next++}",${EXPENSIVE_CLICK}`,
      );
      const headers = { authorization: `Bearer ${bearerToken}`, 'content-type': 'application/x-ndjson' };
      await post('/events/import', lines.join('\n'), headers);
      stored += EVENTS_PER_IMPORT;
    }
  };
  const tracking = async () => {
    while (!isStopped) {
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': `10.9.0.${next % ADDRESSES}` };
      await post('/track', `{"site":"busy","events":[{"age":0,"id":"t${next++}",${EXPENSIVE_CLICK}]}`, headers);
      stored += 1;
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
