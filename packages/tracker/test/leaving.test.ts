import { describe, expect } from 'vitest';
import { inShort, test } from './tracked.js';

describe('an event is not lost', () => {
  test.for([
    ['a link to another site', (url: string) => `<a id="x" href="${url}">Out</a>`, ['click a#x']],
    ['a link to another page of the site', () => '<a id="x" href="/elsewhere">On</a>', ['click a#x']],
    ['a link that a script follows', () => '<b id="x" onclick="location.assign(\'/elsewhere\')">On</b>', ['click b#x']],
    [
      'a form submission',
      () => '<form action="/elsewhere"><input name="q" value="a"><button id="x">Go</button></form>',
      ['click button#x', 'event $form'],
    ],
  ] as const)('when the click leaves the page: %s', async ([, html, sent], { site, page, collector }) => {
    site.page('/elsewhere', '', { head: '' });
    await page.goto(site.page('/', html(site.url('/elsewhere', 'partner.test'))));
    await page.click('#x');
    await page.waitForURL('**/elsewhere*');
    await collector.until(() => collector.events.length > sent.length);
    expect(collector.events.map(inShort)).toEqual(['visit /', ...sent]);
  });

  test('when a click opens another tab', async ({ site, page, collector }) => {
    const target = site.page('/elsewhere', '', { head: '' });
    await page.goto(site.page('/', '<a href="/elsewhere" target="_blank">Out</a>'));
    await page.click('a');
    await collector.until(() => collector.events.length === 2);
    expect(collector.events[1]).toMatchObject({ type: 'click', href: target });
  });

  test('when a click saves a file', async ({ site, page, collector }) => {
    const target = site.download('/prices.pdf');
    await page.goto(site.page('/', '<a href="/prices.pdf" download>Prices</a>'));
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('a')]);
    await collector.until(() => collector.events.length === 2);
    expect(download.url()).toBe(target);
    expect(collector.events[1]).toMatchObject({ type: 'click', href: target, text: 'Prices' });
  });

  test('when the tab is closed', async ({ site, page, collector }) => {
    await page.goto(site.page('/', '<button>Buy</button>'));
    await page.click('button');
    await page.evaluate(() => window.goalpost('last words'));
    await page.close({ runBeforeUnload: true });
    await collector.until(() => collector.events.length === 3);
    expect(collector.events.map(inShort)).toEqual(['visit /', 'click button', 'event last words']);
  });

  test('when the page calls goalpost on pagehide', async ({ site, page, collector }) => {
    await page.goto(site.page('/'));
    await page.evaluate(() => addEventListener('pagehide', () => window.goalpost('goodbye')));
    await page.goto('about:blank');
    await collector.until(() => collector.events.length === 2);
    expect(collector.events.map(inShort)).toEqual(['visit /', 'event goodbye']);
  });

  test('when the page stops the visibilitychange event', async ({ site, page, collector }) => {
    const hush = '<script>document.addEventListener("visibilitychange", (e) => e.stopPropagation())</script>';
    await page.goto(site.page('/', hush));
    await collector.until(() => collector.events.length === 1);
    await page.evaluate(() => window.goalpost('goodbye'));
    await page.goto('about:blank');
    await collector.until(() => collector.events.length === 2);
    expect(collector.events.map(inShort)).toEqual(['visit /', 'event goodbye']);
  });
});
