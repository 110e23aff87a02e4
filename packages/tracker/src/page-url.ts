/**
 * The page's address without its fragment, which is a place on the page or a secret (OAuth). Fragments that begin with
 * `#/` or `#!` are kept, because they are routes of single-page apps.
 */
export function pageUrl(): string {
  return location.href.replace(/#(?![/!]).*/, '');
}
