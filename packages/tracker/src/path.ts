export const IGNORED = '[data-goalpost-ignore]';

/** From the element that an event is about outward, through open shadow roots, where `target` is the host. Ends with html. */
export function pathOf(event: UIEvent | SubmitEvent): Element[] {
  return event.composedPath().filter((target) => target instanceof Element);
}

/** Inside an editor, visitors may have written everything: text, links, even ids. */
export function isPrivate(element: Element): boolean {
  return (element as HTMLElement).isContentEditable || element.matches(IGNORED);
}
