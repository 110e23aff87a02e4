import { record } from './outbox.js';
import { pageUrl } from './page-url.js';

let url: string | undefined;
let referrer: string | undefined = document.referrer;
let leavePage = () => {};

/** Records this page and every one that a single-page app or the back/forward cache shows in its place. */
export function trackVisits(): void {
  recordVisit();
  recordAfter('pushState');
  recordAfter('replaceState');
  addEventListener('popstate', recordVisit);
  addEventListener('pageshow', (shown) => {
    // Back from the back/forward cache: the address is the same, and where the visitor was is not known.
    if (shown.persisted) {
      url = referrer = undefined;
      recordVisit();
    }
  });
}

/** Not when the visitor is there already: routers replace an address with itself. */
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
    // Read when it is sent: apps change the address first and the title a moment later.
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
