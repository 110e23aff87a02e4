import type { Content, Visit } from './event.js';
import { pageUrl } from './page-url.js';
import { setSession } from './session.js';
import { api, debug, session, site } from './tag.js';

type Event = Content & { readonly id: string; readonly url: string; readonly age: number };

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
const page = `${Math.random()}`.slice(2);
let next = 1e5;

let waiting: Event[] = [];
/** The event recorded last, until it is sent. */
export let last: unknown;
/** The page that is shown. */
export let visit = {} as Visit;
let timer: unknown = 0;
let failures = 0;
let complaints = 0;

/** Queues an event, to be sent within `DELAY_MS` together with others. */
export function record(content: Content): void {
  // biome-ignore lint/suspicious/noAssignInExpressions: saves bytes
  waiting.push((last = Object.assign(content, { id: page + next++, url: pageUrl(), age: -performance.now() })));
  timer ||= setTimeout(send, DELAY_MS);
}

/** Records the page that is shown from now on. */
export function recordVisit(referrer: string): void {
  // biome-ignore lint/suspicious/noAssignInExpressions: saves bytes
  record((visit = { type: 'visit', referrer }));
}

/** Apps change the address first and the title a moment later, so the title is noted on sending, and on leaving the page. */
export function noteTitle(): void {
  visit.title = document.title;
}

/** Sends at once when the page is left or hidden, which may be the last chance to send. */
export function sendWhenLeaving(): void {
  addEventListener('online', send);
  addEventListener('pagehide', send);
  addEventListener('visibilitychange', send);
}

function send(): void {
  last = timer = 0;
  noteTitle();
  while (waiting[0]) {
    let count = BATCH_EVENTS_MAX;
    while (JSON.stringify(waiting.slice(0, count)).length > BATCH_CHARACTERS_MAX && count > 1) count >>= 1;
    post(waiting.splice(0, count));
  }
}

/**
 * Does not use `sendBeacon`, which would send the site's cookies to a proxied path and gets no answer. With `keepalive` a
 * request outlives its page too, and a text body without added headers needs no preflight.
 */
async function post(batch: Event[]): Promise<void> {
  const body = JSON.stringify({
    site,
    session_id: session,
    events: batch.map((event) => ({ ...event, age: (event.age + performance.now()) | 0 })),
  });
  try {
    const response = await fetch(api, { method: 'POST', body, keepalive: true, credentials: 'omit' });
    // Nothing cannot be parsed, which counts as a failure.
    const answer = response.status > 428 ? '' : await response.text();
    setSession(JSON.parse(answer).data?.session_id);
    failures = 0;
    // Tells the page's developer what was refused and why: once, or everything with `data-debug`.
    if (debug != null || (/"(message|reason)":/.test(answer) && !complaints++)) console.warn('Goalpost', body, answer);
  } catch {
    // Sent again with the next events. The collector recognizes repeats by their ids.
    if (!navigator.onLine || failures++ < FAILURES_MAX) waiting = [...batch, ...waiting].slice(0, WAITING_MAX);
  }
}
