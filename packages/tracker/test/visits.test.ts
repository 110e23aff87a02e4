import { describe, expect } from 'vitest';
import { launchChromium, openWithoutAutomation } from './chromium.js';
import { inShort, test, withoutIdAndAge } from './tracked.js';

describe('a visit', () => {
  test('is sent for each page, with its address and title only', async ({ site, page, leave }) => {
    const url = site.page('/hats?colour=red', '', { title: 'Red hats' });
    await page.goto(url);
    expect((await leave()).map(withoutIdAndAge)).toEqual([{ type: 'visit', url, title: 'Red hats', referrer: '' }]);
  });

  test('has the page that led to it', async ({ site, page, leave }) => {
    site.page('/hats');
    site.page('/news', `<a href="${site.url('/hats')}">Hats</a>`, { head: '' });
    await page.goto(site.url('/news?today', 'news.test'));
    await page.click('a');
    await page.waitForURL('**/hats');
    expect((await leave()).map(withoutIdAndAge)).toEqual([
      { type: 'visit', url: site.url('/hats'), title: 'Shop', referrer: site.url('/', 'news.test') },
    ]);
  });

  test('is sent soon while the page stays open', async ({ site, page, collector }) => {
    await page.goto(site.page('/'));
    await collector.until(() => collector.events.length > 0);
    expect(collector.events.map(inShort)).toEqual(['visit /']);
  });

  test('leaves out a fragment, which may be a secret, unless it is a route', async ({ site, page, leave }) => {
    const url = site.page('/');
    await page.goto(`${url}#access_token=secret`);
    await page.evaluate(() => location.assign('#size-chart'));
    await page.evaluate(() => location.assign('#/cart'));
    await page.evaluate(() => location.assign('#!/thanks'));
    expect((await leave()).map(inShort)).toEqual(['visit /', 'visit /#/cart', 'visit /#!/thanks']);
  });

  test('leaves out a user name and password in the address', async ({ site, page, leave }) => {
    await page.goto(site.page('/').replace('//', '//ada:secret@'));
    expect((await leave()).map(withoutIdAndAge)).toEqual([
      { type: 'visit', url: site.url('/'), title: 'Shop', referrer: '' },
    ]);
  });

  test('counts once on a page that includes the script twice', async ({ site, page, leave }) => {
    await page.goto(site.page('/', '<a href="#top">Top</a>', { head: site.tag() + site.tag() }));
    await page.click('a');
    expect((await leave()).map(inShort)).toEqual(['visit /', 'click a']);
  });

  test('counts again when the page is loaded again', async ({ site, page, leave }) => {
    await page.goto(site.page('/'));
    await page.reload();
    expect((await leave()).map(inShort)).toEqual(['visit /', 'visit /']);
  });
});

describe('a page of a single-page app', () => {
  test('is a visit from the previous page, with the title that is set a moment later', async ({
    site,
    page,
    leave,
  }) => {
    await page.goto(site.page('/', '', { title: 'Home' }));
    await page.evaluate(() => {
      history.pushState(null, '', '/hats');
      document.title = 'Hats';
      window.goalpost('seen');
      history.replaceState({ scroll: 9 }, '', '/hats/sale?sort=price');
      document.title = 'Hats by price';
    });
    expect((await leave()).map(withoutIdAndAge)).toEqual([
      { type: 'visit', url: site.url('/'), title: 'Home', referrer: '' },
      { type: 'visit', url: site.url('/hats'), title: 'Hats', referrer: site.url('/') },
      { type: 'event', url: site.url('/hats'), name: 'seen', properties: {} },
      { type: 'visit', url: site.url('/hats/sale?sort=price'), title: 'Hats by price', referrer: site.url('/hats') },
    ]);
  });

  test('is a visit again when the visitor goes back and forward', async ({ site, page, leave }) => {
    await page.goto(site.page('/'));
    await page.evaluate(async () => {
      const popped = () => new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
      history.pushState(null, '', '/hats');
      history.back();
      await popped();
      history.forward();
      await popped();
    });
    expect((await leave()).map(inShort)).toEqual(['visit /', 'visit /hats', 'visit /', 'visit /hats']);
  });

  test.for([
    ['the same address pushed', "history.pushState({}, '', location.href)"],
    ['the same address replaced', "history.replaceState({}, '', '/')"],
    ['a state without an address', 'history.pushState({}, "")'],
    ['another fragment', "history.pushState({}, '', '#reviews')"],
    [
      'a query that is replaced, as by a search box',
      "history.replaceState({}, '', '?q=hat'); history.replaceState({}, '', '?q=hats')",
    ],
    [
      'a query pushed that has been replaced before',
      "history.replaceState({}, '', '?q=hats'); history.pushState({}, '', '?q=hats')",
    ],
  ] as const)('is not a visit for %s', async ([, script], { site, page, leave }) => {
    await page.goto(site.page('/'));
    await page.evaluate(script);
    expect((await leave()).map(inShort)).toEqual(['visit /']);
  });

  test.for([
    ['a query that is pushed', "history.pushState({}, '', '?page=2')", ['visit /', 'visit /?page=2']],
    [
      'a path that is replaced after something has happened',
      "goalpost('seen'); history.replaceState({}, '', '/thanks?order=7')",
      ['visit /', 'event seen', 'visit /thanks?order=7'],
    ],
    [
      'a route that is replaced after something has happened',
      "goalpost('seen'); history.replaceState({}, '', '?x=1#/cart')",
      ['visit /', 'event seen', 'visit /?x=1#/cart'],
    ],
    [
      'the next page after a search, from the address of the search',
      "history.replaceState({}, '', '?q=hats'); history.pushState({}, '', '/hats')",
      ['visit /', 'visit /hats'],
    ],
  ] as const)('is a visit for %s', async ([, script, sends], { site, page, leave }) => {
    await page.goto(site.page('/'));
    await page.evaluate(script);
    expect((await leave()).map(inShort)).toEqual(sends);
  });

  test.for([
    ['on entry', "history.replaceState({}, '', '/login')", ['visit /login']],
    ['twice', "history.replaceState({}, '', '/en'); history.replaceState({}, '', '/en/login')", ['visit /en/login']],
    [
      'after a link',
      "history.pushState({}, '', '/account'); history.replaceState({}, '', '/login')",
      ['visit /', 'visit /login'],
    ],
    [
      'from an address with a query, which may name a campaign',
      "history.pushState({}, '', '/?utm_source=news'); history.replaceState({}, '', '/en')",
      ['visit /', 'visit /?utm_source=news', 'visit /en'],
    ],
  ] as const)('is one visit, the last one, when it redirects %s', async ([, script, sends], { site, page, leave }) => {
    await page.goto(site.page('/'), { referer: 'http://news.test/' });
    await page.evaluate(script);
    const visits = await leave();
    expect(visits.map(inShort)).toEqual(sends);
    expect(visits[0]!.referrer).toBe('http://news.test/');
    for (const visit of visits.slice(1))
      expect(visit.referrer).toBe(site.url(visit.url.endsWith('/en') ? '/?utm_source=news' : '/'));
  });

  test('is another visit when the one before has been sent', async ({ site, page, collector, leave }) => {
    await page.goto(site.page('/'));
    await collector.until(() => collector.events.length === 1);
    await page.evaluate("history.replaceState({}, '', '/thanks')");
    expect((await leave()).map(inShort)).toEqual(['visit /', 'visit /thanks']);
  });

  test('is no visit when the Navigation API replaces a query', async ({ site, page, leave }) => {
    const intercept = `<script>navigation.addEventListener('navigate', (event) => event.canIntercept && event.intercept())</script>`;
    await page.goto(site.page('/', '', { head: intercept + site.tag() }));
    await page.evaluate(() => window.navigation!.navigate('?q=hats', { history: 'replace' }).finished);
    await page.evaluate(() => window.goalpost('seen'));
    await page.evaluate(() => window.navigation!.navigate('/cart', { history: 'replace' }).finished);
    expect((await leave()).map(inShort)).toEqual(['visit /', 'event seen', 'visit /cart']);
  });

  test('is no visit when a query is replaced in a browser without the Navigation API', async ({
    site,
    page,
    leave,
  }) => {
    await page.addInitScript(() => Object.defineProperty(window, 'navigation', { value: undefined }));
    await page.goto(site.page('/'));
    await page.evaluate(() => window.goalpost('seen'));
    await page.evaluate(() => history.replaceState(null, '', '?q=hats#/'));
    await page.evaluate(() => history.replaceState(null, '', '?q=hat#/?sort=price'));
    expect((await leave()).map(inShort)).toEqual(['visit /', 'event seen', 'visit /?q=hats#/']);
  });

  test.for([
    ['the Navigation API', 'navigation.navigate("/spa/next")', ''],
    ['a link that the app intercepts', 'document.querySelector("a").click()', ''],
    [
      'a reference taken before the tracker loads',
      'push(null, "", "/spa/next")',
      'push = history.pushState.bind(history)',
    ],
    ['the prototype', 'History.prototype.pushState.call(history, null, "", "/spa/next")', ''],
    [
      'the History API in a browser without the Navigation API',
      'history.pushState(null, "", "/spa/next")',
      'Object.defineProperty(window, "navigation", { value: undefined })',
    ],
    [
      'the prototype in a browser without the Navigation API',
      'History.prototype.pushState.call(history, null, "", "/spa/next")',
      'Object.defineProperty(window, "navigation", { value: undefined })',
    ],
  ] as const)('is one visit when reached by %s', async ([, script, early], { site, page, leave }) => {
    const intercept = `window.navigation?.addEventListener('navigate', (event) => {
      if (new URL(event.destination.url).pathname.startsWith('/spa/')) event.intercept({ handler: async () => {} });
    });`;
    const head = `<script>${early};${intercept}</script>${site.tag()}`;
    await page.goto(site.page('/', '<a href="/spa/next">Next</a>', { head }));
    await page.evaluate(script);
    await page.waitForURL('**/spa/next');
    expect((await leave()).map(inShort)).toEqual(['visit /', 'visit /spa/next']);
  });

  test('has an unchanged History API', async ({ site, page, console }) => {
    await page.goto(site.page('/'));
    const seen = await page.evaluate(() => {
      history.pushState({ step: 2 }, '', '/two');
      const refused = (() => {
        try {
          history.pushState(null, '', 'http://elsewhere.test/');
          return 'nothing';
        } catch (error) {
          return (error as Error).name;
        }
      })();
      return { state: history.state, path: location.pathname, refused };
    });
    expect(seen).toEqual({ state: { step: 2 }, path: '/two', refused: 'SecurityError' });
    expect(console).toEqual([]);
  });
});

test('a page restored from the back/forward cache is a new visit without a referrer', async ({ site, collector }) => {
  const browser = await launchChromium({ bfcache: true });
  try {
    const page = await browser.newPage();
    const telling = `<script>addEventListener('pageshow', (e) => goalpost(e.persisted ? 'restored' : 'loaded'))</script>`;
    site.page('/hats', `${telling}<a href="/cart">Cart</a>`);
    site.page('/cart', telling);
    await page.goto(site.page('/', '<a href="/hats">Hats</a>'));
    await page.click('a');
    await page.waitForURL('**/hats');
    await page.click('a');
    await collector.until(() => collector.events.some(({ url, name }) => name === 'loaded' && url.endsWith('/cart')));
    page.evaluate(() => history.back()).catch(() => {});
    await collector.until(() => collector.events.some(({ name }) => name === 'restored'));

    expect(collector.events.map(inShort)).toEqual([
      ...['visit /', 'click a'],
      ...['visit /hats', 'event loaded', 'click a'],
      ...['visit /cart', 'event loaded'],
      ...['event restored', 'visit /hats'],
    ]);
    expect(collector.events.filter(({ type }) => type === 'visit').map(({ referrer }) => referrer)).toEqual([
      '',
      site.url('/'),
      site.url('/hats'),
      '',
    ]);
  } finally {
    await browser.close();
  }
});

test('a prerendered page is a visit only once it is shown', async ({ site, collector }) => {
  const rules = { prerender: [{ urls: ['/shown', '/unseen'], eagerness: 'immediate' }] };
  const early = `<script>
    goalpost = function () { (goalpost.q = goalpost.q || []).push(arguments) };
    if (document.prerendering) goalpost('called out early');
    addEventListener('load', () => fetch('/mark' + location.pathname));
    document.addEventListener('prerenderingchange', () => goalpost('fence'));
  </script>`;
  site.page('/shown', early);
  site.page('/unseen', early);
  const url = site.page(
    '/',
    `<script type="speculationrules">${JSON.stringify(rules)}</script>
    <script>
      Promise.all([fetch('/await/shown'), fetch('/await/unseen')]).then(() => location.assign('/shown'));
    </script>`,
  );
  const close = await openWithoutAutomation(url);
  try {
    await collector.until(() => collector.events.some(({ name }) => name === 'fence'));
    expect(collector.events.map(inShort)).toEqual(['visit /', 'visit /shown', 'event called out early', 'event fence']);
  } finally {
    await close();
  }
});
