import type { Goalpost } from './calls.js';

declare global {
  interface Window {
    goalpost: Goalpost;
    /** https://html.spec.whatwg.org/multipage/nav-history-apis.html#navigation-api */
    readonly navigation?: Navigation;
  }
  interface Navigator {
    /** https://w3c.github.io/gpc/ */
    readonly globalPrivacyControl?: boolean;
    /** '1' when the visitor asks not to be tracked. */
    readonly doNotTrack?: string | null;
  }
  interface Document {
    /** https://wicg.github.io/nav-speculation/prerendering.html */
    readonly prerendering?: boolean;
  }
}
