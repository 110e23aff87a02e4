export const IGNORED = '[data-goalpost-ignore]';

/**
 * The elements that a person's event is about, from the inside out through open shadow roots, where `target` is the host. Ends
 * with html. Empty for an event that a script makes, and inside what is private.
 */
export function pathOf(event: Event): Element[] {
  const path = event.composedPath().filter((target) => target instanceof Element);
  return event.isTrusted && !path.some(isPrivate) ? path : [];
}

/** Inside an editor, visitors may have written everything: text, links, even ids. */
function isPrivate(element: Element): boolean {
  return (element as HTMLElement).isContentEditable || element.matches(IGNORED);
}
