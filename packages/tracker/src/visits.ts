import type { Visit } from './event.js';
import { record } from './outbox.js';
import { pageUrl } from './page-url.js';
import { withTitle } from './title.js';

let url: string | undefined;
let referrer: string | undefined = document.referrer;

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
      url = referrer = undefined;
      recordVisit();
    }
  });
}

/** Ignores an unchanged address, because routers replace an address with itself. */
function recordVisit(): void {
  const here = pageUrl();
  if (here === url) return;
  record(withTitle<Visit>({ type: 'visit', referrer: referrer || undefined }));
  referrer = url = here;
}

/** On the prototype, because some routers call it there. */
function recordAfter(name: 'pushState' | 'replaceState'): void {
  const { prototype } = History;
  const original = prototype[name];
  prototype[name] = function (...state) {
    original.apply(this, state);
    recordVisit();
  };
}
