export const IGNORED = '[data-goalpost-ignore]';

/**
 * The elements that a person's event is about, from the inside out through open shadow roots, where `target` is the host. Ends
 * with html. Empty for an event that a script makes, and inside what is private.
 */
export function pathOf(event: Event): Element[] {
  const path = (event.composedPath() as Element[]).filter((target) => target.matches);
  return event.isTrusted &&
    !path.some((element) => element.matches(IGNORED) || (element as HTMLElement).isContentEditable)
    ? path
    : [];
}
