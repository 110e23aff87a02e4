import { chainOf } from './chain.js';
import { record } from './outbox.js';
import { resolved } from './page-url.js';
import { pathOf } from './path.js';
import { FIELD, textOf } from './text.js';

const LINK = ':any-link';
/** Custom elements can have an `href` too. In an SVG picture it can also name a shape or file. */
const LINK_OR_BUTTON =
  ':any-link,[href]:not(svg *),button,[type=button],[role=button],[role=link],[type=submit],[type=image],summary';

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
  // Ignores clicks on the bare page, the right button, which opens a menu, and the middle one where there is no link.
  if (path.length < 3 || click.button > +!!link) return;

  const control = nearest(`${LINK_OR_BUTTON},${FIELD}`);
  if (control && !control.matches(LINK_OR_BUTTON)) return;

  record({
    type: 'click',
    text: control && textOf(control),
    // An absolute URL. The `href` of an SVG link is an object.
    href: link && resolved((link.href as SVGAnimatedString).baseVal ?? link.href).href,
    element: chainOf(path.slice(0, -1)),
  });
}
