import { chainOf } from './chain.js';
import { record } from './outbox.js';

const TEXT_CHARACTERS_MAX = 64;

const IGNORED = '[data-goalpost-ignore]';
const FIELD = 'input,textarea,select,label';
const LINK_OR_BUTTON = '[href],button,summary,[role=button],[role=link],[type=submit],[type=button],[type=image]';

/** Records what people click, by mouse, touch or keyboard, before the page can stop the event. */
export function trackClicks(): void {
  addEventListener('click', recordClick, true);
  // Opening a link in a new tab with the middle button is not a `click`.
  addEventListener('auxclick', recordClick, true);
}

function recordClick(click: MouseEvent): void {
  // Through open shadow roots, where `target` would stop at the host. Ends with body and html.
  const path = click.composedPath().filter((target) => target instanceof Element);
  // The right button opens a menu; clicks that scripts make are nobody's; a click on the bare page means nothing.
  if (click.button > 1 || !click.isTrusted || path.length < 3 || path.some(isPrivate)) return;

  const control = path.find((element): element is HTMLAnchorElement => element.matches(`${LINK_OR_BUTTON},${FIELD}`));
  if (control && !control.matches(LINK_OR_BUTTON)) return;

  record({
    type: 'click',
    text: control && textOf(control),
    // Absolute. In SVG, where links have no `protocol`, it would be an object; their chain has the attribute.
    href: control?.protocol && control.href,
    element: chainOf(path.slice(0, -1)),
  });
}

/** Inside an editor everything may be of the visitor's making: text, links, even ids. */
function isPrivate(element: Element): boolean {
  return (element as HTMLElement).isContentEditable || element.matches(IGNORED);
}

function textOf(control: Element): string | undefined {
  const holdsPrivate = control.querySelector(`${IGNORED},${FIELD},[contenteditable]`);
  const text = holdsPrivate ? '' : control.textContent || control.getAttribute('value') || '';
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, TEXT_CHARACTERS_MAX).join('') || undefined;
}
