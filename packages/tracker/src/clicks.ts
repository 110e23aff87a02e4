import { chainOf } from './chain.js';
import { record } from './outbox.js';
import { resolved } from './page-url.js';
import { isPrivate, pathOf } from './path.js';
import { FIELD, textOf } from './text.js';

const LINK = ':any-link';
/** Custom elements can have an `href` too. In an SVG picture it can also name a shape or file. */
const LINK_OR_BUTTON = `${LINK},[href]:not(use):not(image),button,summary,[role=button],[role=link],[type=submit],[type=button],[type=image]`;

/** Records clicks by mouse, touch or keyboard, before the page can stop the event. */
export function trackClicks(): void {
  addEventListener('click', recordClick, true);
  // The middle button, which opens a link in a new tab, fires no `click`.
  addEventListener('auxclick', recordClick, true);
}

function recordClick(click: MouseEvent): void {
  const path = pathOf(click);
  const nearest = (selector: string) => path.find((element) => element.matches(selector));
  const link = nearest(LINK) as HTMLAnchorElement | SVGAElement | undefined;
  // Ignores the right button, which opens a menu, the middle button where there is no link, clicks made by scripts, and
  // clicks on the bare page.
  if (click.button > (link ? 1 : 0) || !click.isTrusted || path.length < 3 || path.some(isPrivate)) return;

  const control = nearest(`${LINK_OR_BUTTON},${FIELD}`);
  if (control && !control.matches(LINK_OR_BUTTON)) return;

  record({
    type: 'click',
    text: control && textOf(control),
    href: link && targetOf(link),
    element: chainOf(path.slice(0, -1)),
  });
}

/** An absolute URL. The `href` of an SVG link is an object. */
function targetOf({ href }: HTMLAnchorElement | SVGAElement): string {
  return resolved(typeof href === 'string' ? href : href.baseVal).href;
}
