import type { ChainElement } from '../model/event.js';

/** The value of an attribute; undefined when the element does not have it. `name` is in lower case. */
export function attributeOf(element: ChainElement, name: string): string | undefined {
  const { id, classes, attributes = {} } = element;
  if (name === 'id' && id !== undefined) return id;
  if (name === 'class' && classes !== undefined && classes.length > 0) return classes.join(' ');
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

/** The names for which `attributeOf` has a value; some may be listed twice. */
export function attributeNames({ id, classes, attributes = {} }: ChainElement): string[] {
  const names = Object.keys(attributes);
  if (id !== undefined) names.push('id');
  if (classes !== undefined && classes.length > 0) names.push('class');
  return names;
}

/** The single classes, as browsers split the attribute. */
export function classesOf(element: ChainElement): string[] {
  return attributeOf(element, 'class')?.split(/\s+/) ?? [];
}
