/**
 * The page's address without its fragment, which is a place on the page or a secret (OAuth). Fragments that begin with
 * `#/` or `#!` are kept, because they are routes of single-page apps.
 */
export function pageUrl(): string {
  return location.href.replace(/#(?![/!]).*/, '');
}

/** Makes an address of the page absolute. A link does so without an exception for an invalid one. */
export function resolved(href: string): HTMLAnchorElement {
  return Object.assign(document.createElement('a'), { href });
}
