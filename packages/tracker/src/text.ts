import { attribute } from './attribute.js';
import { IGNORED } from './path.js';

const TEXT_CHARACTERS_MAX = 64;

/** `Node.TEXT_NODE` would not be inlined. */
const TEXT = 3;

/** Fields whose content people type or choose. */
export const FIELD = 'input,textarea,select,label';

/** The text that a link or button shows, otherwise its name or that of a picture in it. */
export function textOf(control: Element): string | undefined {
  if (control.querySelector(`${IGNORED},${FIELD},[contenteditable]`)) return;
  return [control, ...control.querySelectorAll('[alt],[aria-label],title')]
    .flatMap((element) => [
      shownIn(element),
      attribute(element, 'aria-label'),
      attribute(element, 'value'),
      attribute(element, 'alt'),
      attribute(element, 'title'),
    ])
    .map((text) => text && [...text.replace(/\s+/g, ' ').trim()].slice(0, TEXT_CHARACTERS_MAX).join(''))
    .find((text) => text) as string | undefined;
}

/** Leaves out what a browser does not show as text, such as the title and the style sheet of an SVG picture. */
function shownIn(node: Node): string {
  return [...node.childNodes]
    .map((child) =>
      child.nodeType === TEXT
        ? (child as Text).data
        : (child as Element).matches?.('title,desc,style')
          ? ''
          : shownIn(child),
    )
    .join('');
}
