import { describe, expect } from 'vitest';
import { TRACK_PATH } from './collector.js';
import { inShort, isNetworkError, test } from './tracked.js';

describe('events are sent', () => {
  test.for([
    ['next to the script', 'src="ORIGIN/t.js?v=1"', TRACK_PATH],
    ['next to the script on a proxied path of the site', 'src="/stats/t.js"', `/stats${TRACK_PATH}`],
    ['to the address in data-api', `src="ORIGIN/t.js" data-api="/stats${TRACK_PATH}?here"`, `/stats${TRACK_PATH}?here`],
  ] as const)('%s', async ([, attributes, path], { site, page, collector, leave }) => {
    const head = `<script defer ${attributes.replace('ORIGIN', collector.origin)} data-site="shop-key"></script>`;
    await page.goto(site.page('/', '', { head }));
    await leave();
    expect(collector.requests.map(({ url }) => url)).toEqual([path]);
  });

  test('with the site key, and with the session id that the site sets, if any', async ({
    site,
    page,
    collector,
    leave,
  }) => {
    await page.goto(site.page('/plain'));
    await page.goto(site.page('/own', '', { head: site.tag('data-session="order-17"') }));
    await leave();
    const bodies = collector.requests.map(({ body: { events: _events, ...rest } }) => rest);
    expect(bodies).toEqual([{ site: 'shop-key' }, { site: 'shop-key', session_id: 'order-17' }]);
  });

  test('from a page with a strict Content-Security-Policy, without violations', async ({
    site,
    page,
    collector,
    leave,
    console,
  }) => {
    const policy = [
      "default-src 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      `script-src ${collector.origin}; connect-src ${collector.origin}`,
    ];
    await page.goto(
      site.page('/', '<a href="#/x">Hats</a>', { headers: { 'content-security-policy': policy.join('; ') } }),
    );
    await page.click('a');
    expect((await leave()).map(inShort)).toEqual(['visit /', 'click a', 'visit /#/x']);
    expect(console).toEqual([]);
  });
});

describe('requests', () => {
  test('combine events of the same moment, without a preflight', async ({ site, page, collector }) => {
    await page.goto(site.page('/'));
    await page.evaluate(() => {
      for (const path of ['/one', '/two', '/three']) history.pushState(null, '', path);
      window.goalpost('four');
    });
    await collector.until(() => collector.events.some(({ name }) => name === 'four'));
    // A preflight would be among the collector's faults.
    expect(collector.requests.at(-1)?.body.events.slice(-4).map(inShort)).toEqual([
      'visit /one',
      'visit /two',
      'visit /three',
      'event four',
    ]);
  });

  test('have at most 100 events', async ({ site, page, collector }) => {
    await page.goto(site.page('/'));
    await collector.until(() => collector.requests.length === 1);
    await page.evaluate(() => {
      for (let i = 1; i <= 250; i++) window.goalpost(`${i}`);
    });
    await collector.until(() => collector.events.length === 251);
    // Concurrent requests may arrive in any order.
    const sizes = collector.requests.map(({ body }) => body.events.length).sort((one, other) => one - other);
    expect(sizes).toEqual([1, 50, 100, 100]);
  });

  test('have at most 64 KB when no event is larger', async ({ site, page, collector }) => {
    await page.goto(site.page('/'));
    await collector.until(() => collector.requests.length === 1);
    await page.evaluate(() => {
      for (let i = 1; i <= 4; i++) window.goalpost(`${i}`, { note: '帽'.repeat(5000) });
    });
    await collector.until(() => collector.events.length === 5);
    const sizes = collector.requests.map(({ size }) => size);
    expect(Math.max(...sizes)).toBeLessThan(65_536);
    expect(sizes.length).toBe(3);
  });

  test('are not made without events', async ({ site, page, collector, leave }) => {
    await page.goto(site.page('/'));
    await collector.until(() => collector.requests.length === 1);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
    await leave();
    expect(collector.requests.map(({ body }) => body.events.length)).toEqual([1, 1]);
  });
});

describe('a collector that', () => {
  test.for([
    { status: 503, times: 2 },
    { status: 500, times: 2 },
    { status: 429, times: 2 },
    { status: 403, times: 1 },
    { status: 413, times: 1 },
    { status: 422, times: 1 },
  ])(
    'answers $status receives the same event $times times, with the same id',
    async ({ status, times }, { site, page, collector, leave, console }) => {
      collector.status = status;
      const answered = page.waitForResponse(`**${TRACK_PATH}`);
      await page.goto(site.page('/'));
      await (await answered).finished();
      collector.status = 202;
      await leave();
      const visits = collector.requests.flatMap(({ body }) => body.events).filter(({ type }) => type === 'visit');
      expect(visits.map(({ id }) => id)).toEqual(Array(times).fill(visits[0]?.id));
      const told = console.filter((line) => !isNetworkError(line));
      expect(told).toEqual(times > 1 ? [] : [expect.stringContaining('as the test wants it')]);
    },
  );

  test('is unreachable does not disturb the page, and receives all events once it is back', async ({
    site,
    page,
    collector,
    leave,
    console,
  }) => {
    await page.goto(site.page('/', '<a href="#">Hats</a>'));
    await collector.stop();
    const failed = page.waitForEvent('requestfailed');
    await page.click('a');
    await failed;
    await collector.start();
    expect((await leave()).map(inShort)).toEqual(['visit /', 'click a']);
    expect(console.every(isNetworkError)).toBe(true);
  });

  test('is out of reach of a browser that is offline receives everything once the network is back', async ({
    site,
    page,
    collector,
  }) => {
    await page.goto(site.page('/'));
    await collector.until(() => collector.requests.length === 1);
    await page.context().setOffline(true);
    for (const name of ['1', '2', '3', '4', '5', '6']) {
      const failed = page.waitForEvent('requestfailed');
      await page.evaluate((name) => window.goalpost(name), name);
      await failed;
    }
    expect(collector.requests.length).toBe(1);
    await page.context().setOffline(false);
    await collector.until(() => collector.events.length === 7);
    expect(collector.events.map(inShort).slice(1)).toEqual(
      ['1', '2', '3', '4', '5', '6'].map((name) => `event ${name}`),
    );
  });

  test('stays unavailable loses the events of four requests, so that they do not pile up', async ({
    site,
    page,
    collector,
    leave,
  }) => {
    collector.status = 503;
    await page.goto(site.page('/'));
    for (const count of [1, 2, 3, 4]) {
      await collector.until(() => collector.requests.length === count);
      await page.evaluate((name) => window.goalpost(name), `after ${count}`);
    }
    await collector.until(() => collector.requests.length === 5);
    collector.status = 202;
    await leave();
    expect(collector.requests.map(({ body }) => body.events.map(inShort))).toEqual([
      ['visit /'],
      ['visit /', 'event after 1'],
      ['visit /', 'event after 1', 'event after 2'],
      ['visit /', 'event after 1', 'event after 2', 'event after 3'],
      ['event after 4'],
      ['event fence'],
    ]);
  });
});

describe("the page's developer", () => {
  const complaints = { left_out: [{ index: 0, field: 'currency', reason: 'Event 0: The currency field is wrong.' }] };

  test('sees in the console once what was refused and why', async ({ site, page, collector, leave, console }) => {
    collector.complaints = complaints;
    const told = page.waitForEvent('console');
    await page.goto(site.page('/'));
    await told;
    await page.evaluate(() => window.goalpost('purchase'));
    await collector.until(() => collector.requests.length === 2);
    await leave();
    expect(console).toEqual([expect.stringContaining('Event 0: The currency field is wrong.')]);
  });

  test('sees with data-debug every request and answer', async ({ site, page, collector, console }) => {
    const told = page.waitForEvent('console');
    await page.goto(site.page('/', '', { head: site.tag('data-debug') }));
    await told;
    collector.complaints = complaints;
    const toldAgain = page.waitForEvent('console');
    await page.evaluate(() => window.goalpost('purchase'));
    await toldAgain;
    expect(console).toEqual([
      expect.stringMatching(/^Goalpost .*"visit".*"session_id":"S1"/),
      expect.stringMatching(/^Goalpost .*"purchase".*Event 0: The currency field is wrong/),
    ]);
  });
});
