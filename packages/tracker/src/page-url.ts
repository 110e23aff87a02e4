/**
 * The page's address. Its fragment is a place on the page, or a secret (OAuth), and stays here; unless it begins with
 * `#/` or `#!`, as the routes of single-page apps do.
 */
export function pageUrl(): string {
  return location.href.replace(/#(?![/!]).*/, '');
}
