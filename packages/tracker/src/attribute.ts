/** Read as an attribute, because `form.id` is the form's field named "id" if it has one. */
export function attribute(element: Element, name: string): string | null {
  return element.getAttribute(name);
}
