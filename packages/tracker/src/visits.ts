import { record } from './outbox.js';
import { pageUrl } from './page-url.js';

let url: string | undefined;
let referrer: string | undefined = document.referrer;
let leavePage = () => {};

/** Records this page and every page that a single-page app or the back/forward cache shows later. */
export function trackVisits(): void {
  recordVisit();
  recordAfter('pushState');
  recordAfter('replaceState');
  addEventListener('popstate', recordVisit);
  addEventListener('pageshow', (shown) => {
    // Restored from the back/forward cache: the address is the same, and the previous page is unknown.
    if (shown.persisted) {
      url = referrer = undefined;
      recordVisit();
    }
  });
}

/** Ignores an unchanged address, because routers replace an address with itself. */
function recordVisit(): void {
  const here = pageUrl();
  if (here === url) return;
  leavePage();
  let title: string | undefined;
  leavePage = () => {
    title = document.title;
  };
  record({
    type: 'visit',
    referrer: referrer || undefined,
    // Read on sending, because apps change the address first and the title a moment later.
    get title() {
      return title ?? document.title;
    },
  });
  referrer = url = here;
}

function recordAfter(name: 'pushState' | 'replaceState'): void {
  const original = history[name];
  history[name] = (...state) => {
    original.apply(history, state);
    recordVisit();
  };
}
