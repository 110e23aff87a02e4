import type { Visit } from './event.js';
import { record } from './outbox.js';
import { pageUrl } from './page-url.js';
import { withTitle } from './title.js';

let url = '';
let referrer = document.referrer;

/** Records this page and every page that a single-page app or the back/forward cache shows later. */
export function trackVisits(): void {
  recordVisit();
  // Every change of the address, however the app makes it. Older browsers and sandboxed pages have no such event.
  window.navigation?.addEventListener('currententrychange', recordVisit);
  recordAfter('pushState');
  recordAfter('replaceState');
  addEventListener('popstate', recordVisit);
  addEventListener('pageshow', ({ persisted }) => {
    // Restored from the back/forward cache: the address is the same, and the previous page is unknown.
    if (persisted) {
      url = referrer = '';
      recordVisit();
    }
  });
}

/**
 * Ignores an unchanged address, because routers replace an address with itself, and one that is replaced with the same and
 * another query, because apps keep a search box or a filter there.
 */
function recordVisit(how?: unknown): void {
  const here = pageUrl();
  const part = /^r/.test((how as NavigationCurrentEntryChangeEvent)?.navigationType ?? (how as string))
    ? /\?[^#]*/g
    : '';
  if (here.replace(part, '') !== url.replace(part, '')) {
    record(withTitle<Visit>({ type: 'visit', referrer: referrer || undefined }));
  }
  url = referrer = here;
}

/** On the prototype, because some routers call it there. */
function recordAfter(name: 'pushState' | 'replaceState'): void {
  const { prototype } = History;
  const original = prototype[name];
  prototype[name] = function (...state) {
    original.apply(this, state);
    recordVisit(name);
  };
}
