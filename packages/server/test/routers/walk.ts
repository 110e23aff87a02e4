import type { Page } from 'playwright-core';

/** A visit that Goalpost must have stored. `referrer` is null when the browser names none. */
export interface Visit {
  readonly url: string;
  readonly title: string;
  readonly referrer: string | null;
}

/** One thing that a visitor does, and the page that the browser then shows. */
interface Step {
  readonly does: (page: Page) => Promise<unknown>;
  readonly url: string;
  readonly title: string;
  /** Whether people would call it another page. */
  readonly isVisit: boolean;
}

const SHOP = 'http://shop.example';

const enter = (path: string) => (page: Page) => page.goto(SHOP + path);
const follow = (name: string) => (page: Page) => page.getByRole('link', { name, exact: true }).click();
const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click();
/** Of the history's own length: Playwright's `goBack` would wait for a page that is loaded. */
const back = (page: Page) => page.evaluate('history.back()');
const forward = (page: Page) => page.evaluate('history.forward()');

const step = (does: Step['does'], url: string, title: string, isVisit = true): Step => ({ does, url, title, isVisit });
const NO_VISIT = false;

/** Everything within one document, from its loading on. */
const WALK: readonly Step[] = [
  step(enter('/'), '/', 'Home'),
  step(follow('Hats'), '/hats', 'Hats'),
  // A link to the page that is shown.
  step(follow('Hats'), '/hats', 'Hats', NO_VISIT),
  step(follow('Large hats'), '/hats?size=large', 'Hats'),
  // Replaces the query alone, as a search box does.
  step(press('Search'), '/hats?q=red', 'Hats', NO_VISIT),
  step(follow('Reviews'), '/hats?q=red#reviews', 'Hats', NO_VISIT),
  step(follow('Hat 7'), '/hats/7', 'Hat 7'),
  // Replaces the path.
  step(press('Check out'), '/checkout', 'Check out'),
  // Redirects.
  step(follow('Account'), '/login', 'Log in'),
  step(back, '/checkout', 'Check out'),
  step(back, '/hats?q=red#reviews', 'Hats'),
  step(back, '/hats?q=red', 'Hats', NO_VISIT),
  step(forward, '/hats?q=red#reviews', 'Hats', NO_VISIT),
  step(forward, '/checkout', 'Check out'),
];

/** Another document, which redirects on entry. */
const ENTRY = step(enter('/account'), '/login', 'Log in');

/** Goes for a walk through an app, and returns the session that Goalpost found. */
export async function walk(page: Page): Promise<string> {
  for (const [index, one] of WALK.entries()) {
    await take(page, one);
    if (index === 0) await untilReady(page);
    await untilSent(page, `step ${index}`);
  }
  if (!(await page.evaluate('window.walked')))
    throw new Error('the app loaded another document: its router did nothing');
  await take(page, ENTRY);
  return page.evaluate<string>(`goalpost('end'); new Promise((resolve) => goalpost(resolve))`);
}

/** Does it, and waits until the page shows what the visitor expects. */
async function take(page: Page, { does, url, title }: Step): Promise<void> {
  await does(page);
  await page.waitForURL(SHOP + url);
  await page.getByRole('heading', { name: title, exact: true }).waitFor();
  await page.waitForFunction(`document.title === '${title}'`);
}

/** Until the app reacts to clicks: before, links load documents. */
async function untilReady(page: Page): Promise<void> {
  await page.locator('body[data-ready]').waitFor();
  await page.evaluate('window.walked = true');
}

/** Until everything so far is sent, so that the next page has as much time for its title as a visitor leaves it. */
async function untilSent(page: Page, name: string): Promise<void> {
  const sent = page.waitForResponse((answer) => answer.request().postData()?.includes(`"${name}"`) ?? false);
  await page.evaluate(`goalpost('${name}')`);
  await sent;
}

/** The visits of the walk, in order. */
export const VISITS: readonly Visit[] = [...WALK, ENTRY].flatMap(({ url, title, isVisit }, index, steps) => {
  if (!isVisit) return [];
  const before = index === 0 || index === steps.length - 1 ? undefined : steps[index - 1];
  return [{ url: stored(url), title, referrer: before ? stored(before.url) : null }];
});

/** Without the fragment, which is a place on the page. */
function stored(url: string): string {
  return SHOP + url.replace(/#.*/, '');
}
