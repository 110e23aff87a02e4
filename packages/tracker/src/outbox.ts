import type { Content } from './event.js';
import { pageUrl } from './page-url.js';
import { setSession } from './session.js';
import { api, session, site } from './tag.js';
import { tell } from './tell.js';
import { noteTitle } from './title.js';

type Event = Content & { readonly id: string; readonly url: string; readonly at: number };

/** Long enough for a few clicks to share a request, short enough to watch conversions arrive. */
const DELAY_MS = 1000;
/** The collector accepts 64 KB, and a character has at most 3 bytes. A larger event is sent alone. */
const BATCH_CHARACTERS_MAX = 20_000;
const BATCH_EVENTS_MAX = 100;
/** Consecutive failures after which events are kept for a retry. The next failure drops them. */
const FAILURES_MAX = 3;

/** Events kept while the browser is offline. Of more, the newest are dropped. */
const WAITING_MAX = 1000;

/** Ids of one page sort in the order of its events, even within a millisecond. */
const page = Math.random().toString(36).slice(2);
let next = 1e5;

let waiting: Event[] = [];
let scheduled = false;
let failures = 0;

/** Queues an event, to be sent within `DELAY_MS` together with others. */
export function record(content: Content): void {
  waiting.push(Object.assign(content, { id: page + next++, url: pageUrl(), at: performance.now() }));
  if (!scheduled) setTimeout(send, DELAY_MS);
  scheduled = true;
}

/** Sends at once when the page is left or hidden, which may be the last chance to send. */
export function sendWhenLeaving(): void {
  addEventListener('online', send);
  addEventListener('pagehide', send);
  addEventListener('visibilitychange', send);
}

function send(): void {
  scheduled = false;
  noteTitle();
  while (waiting[0]) {
    let count = BATCH_EVENTS_MAX;
    while (count > 1 && JSON.stringify(waiting.slice(0, count)).length > BATCH_CHARACTERS_MAX) count >>= 1;
    post(waiting.splice(0, count));
  }
}

/**
 * Does not use `sendBeacon`, which would send the site's cookies to a proxied path and gets no answer. With `keepalive` a
 * request outlives its page too, and a text body without added headers needs no preflight.
 */
async function post(batch: Event[]): Promise<void> {
  const now = performance.now();
  const events = batch.map(({ at, ...event }) => ({ ...event, age: (now - at) | 0 }));
  const body = JSON.stringify({ site, session_id: session, events });
  try {
    const response = await fetch(api, { method: 'POST', body, keepalive: true, credentials: 'omit' });
    if (response.status > 428) throw 0;
    const answer = await response.text();
    setSession(JSON.parse(answer).data?.session_id);
    failures = 0;
    tell(body, answer);
  } catch {
    // Sent again with the next events. The collector recognizes repeats by their ids.
    if (!navigator.onLine || failures++ < FAILURES_MAX) waiting = [...batch, ...waiting].slice(0, WAITING_MAX);
  }
}
