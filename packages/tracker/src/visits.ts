import { last, noteTitle, recordVisit, visit } from './outbox.js';
import { pageUrl } from './page-url.js';

let url = '';
let referrer = document.referrer;

/** Records this page and every page that a single-page app or the back/forward cache shows later. */
export function trackVisits(): void {
  followPage();
  // Every change of the address, however the app makes it. Older browsers and sandboxed pages have no such event.
  window.navigation?.addEventListener('currententrychange', followPage);
  (['pushState', 'replaceState'] as const).forEach(followAfter);
  addEventListener('popstate', followPage);
  addEventListener('pageshow', (event) => {
    // Restored from the back/forward cache: the address is the same, and the previous page is unknown.
    if (event.persisted) {
      url = referrer = '';
      followPage();
    }
  });
}

/**
 * Ignores an unchanged address, because routers replace an address with itself, and one that is replaced with the same and
 * another query, because apps keep a search box or a filter there. A page that is replaced before anything happened on it, and
 * before it was sent, was a redirect: the visit gets the new address. A query keeps it, because it may name the campaign.
 */
function followPage(how?: unknown): void {
  const here = pageUrl();
  const part = /^r/.test((how as NavigationCurrentEntryChangeEvent)?.navigationType ?? (how as string))
    ? /\?[^#]*/g
    : '';
  const before = url.replace(part, '');
  if (here.replace(part, '') !== before) {
    if (part && before === url && last === visit) visit.url = here;
    else {
      noteTitle();
      recordVisit(referrer);
    }
  }
  url = referrer = here;
}

/** On the prototype, because some routers call it there. */
function followAfter(name: 'pushState' | 'replaceState'): void {
  const { prototype } = History;
  const original = prototype[name];
  prototype[name] = function (...state) {
    original.apply(this, state);
    followPage(name);
  };
}
