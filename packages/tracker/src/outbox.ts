import type { Happening } from './event.js';
import { pageUrl } from './page-url.js';
import { sessionIs } from './session.js';
import { api, session, site } from './tag.js';

type Event = Happening & { readonly id: string; readonly url: string; readonly at: number };

/** Long enough for a few clicks to share a request, short enough to watch conversions arrive. */
const DELAY_MS = 1000;
/** The collector takes 64 KB, and a character is at most 3 bytes. An event that alone is larger goes alone. */
const BATCH_CHARACTERS_MAX = 20_000;
const BATCH_EVENTS_MAX = 100;
/** So many requests may fail one after the other before their events are given up. */
const FAILURES_MAX = 3;

/** Ids made on one page sort as its events happened, even within a millisecond. */
const page = Math.random().toString(36).slice(2);
let next = 1e5;

let waiting: Event[] = [];
let scheduled = false;
let failures = 0;

/** Sends what happened, soon, in one request with what else happens until then. Getters are read when it is sent. */
export function record(happening: Happening): void {
  waiting.push(Object.assign(happening, { id: page + next++, url: pageUrl(), at: performance.now() }));
  if (!scheduled) setTimeout(send, DELAY_MS);
  scheduled = true;
}

/** Sends at once when the page is left or hidden, which may be the last that is heard of it. */
export function sendWhenLeaving(): void {
  addEventListener('pagehide', send);
  addEventListener('visibilitychange', send);
}

function send(): void {
  scheduled = false;
  while (waiting.length > 0) {
    let count = BATCH_EVENTS_MAX;
    while (count > 1 && JSON.stringify(waiting.slice(0, count)).length > BATCH_CHARACTERS_MAX) count >>= 1;
    post(waiting.splice(0, count));
  }
}

/**
 * Not `sendBeacon`, which would take the site's cookies along to a proxied path and hears no answer. `keepalive` lets a
 * request outlive its page just the same, and text without headers of its own needs no preflight.
 */
async function post(batch: Event[]): Promise<void> {
  const now = performance.now();
  const events = batch.map(({ at, ...event }) => ({ ...event, age: Math.trunc(now - at) }));
  try {
    const response = await fetch(api, {
      method: 'POST',
      body: JSON.stringify({ site, session_id: session, events }),
      keepalive: true,
      credentials: 'omit',
    });
    if (response.status > 428) throw 0;
    const answer = await response.json();
    failures = 0;
    if (answer.data) sessionIs(answer.data.session_id);
  } catch {
    // Sent again with what comes next; the collector knows by their ids those it already has.
    if (failures++ < FAILURES_MAX) waiting = [...batch, ...waiting];
  }
}
