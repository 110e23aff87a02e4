import { chainOf } from './chain.js';
import { record } from './outbox.js';

const TEXT_CHARACTERS_MAX = 64;

const IGNORED = '[data-goalpost-ignore]';
const FIELD = 'input,textarea,select,label';
const LINK_OR_BUTTON = '[href],button,summary,[role=button],[role=link],[type=submit],[type=button],[type=image]';

/** Records clicks by mouse, touch or keyboard, before the page can stop the event. */
export function trackClicks(): void {
  addEventListener('click', recordClick, true);
  // The middle button, which opens a link in a new tab, fires no `click`.
  addEventListener('auxclick', recordClick, true);
}

function recordClick(click: MouseEvent): void {
  // Includes elements in open shadow roots, where `target` is the host. Ends with body and html.
  const path = click.composedPath().filter((target) => target instanceof Element);
  // Ignores the right button, which opens a menu, clicks made by scripts, and clicks on the bare page.
  if (click.button > 1 || !click.isTrusted || path.length < 3 || path.some(isPrivate)) return;

  const control = path.find((element): element is HTMLAnchorElement => element.matches(`${LINK_OR_BUTTON},${FIELD}`));
  if (control && !control.matches(LINK_OR_BUTTON)) return;

  record({
    type: 'click',
    text: control && textOf(control),
    // An absolute URL. SVG links have no `protocol` and their `href` is an object; the attribute is in the chain.
    href: control?.protocol && control.href,
    element: chainOf(path.slice(0, -1)),
  });
}

/** Inside an editor, visitors may have written everything: text, links, even ids. */
function isPrivate(element: Element): boolean {
  return (element as HTMLElement).isContentEditable || element.matches(IGNORED);
}

function textOf(control: Element): string | undefined {
  const holdsPrivate = control.querySelector(`${IGNORED},${FIELD},[contenteditable]`);
  const text = holdsPrivate ? '' : control.textContent || control.getAttribute('value') || '';
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, TEXT_CHARACTERS_MAX).join('') || undefined;
}
