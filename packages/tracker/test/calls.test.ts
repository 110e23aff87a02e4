import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { inShort, isNetworkError, test, withoutIdAndAge } from './tracked.js';

/** The snippet in the documentation. */
const PAGE = readFileSync(new URL('../../../docs/tracker.md', import.meta.url), 'utf8');
const SNIPPET = /<script>\n?(window\.goalpost.*?)<\/script>/s.exec(PAGE)?.[0] ?? 'docs/tracker.md has no snippet';

describe('goalpost(name, details)', () => {
  test('sends a custom event with its money and properties', async ({ site, page, leave }) => {
    const url = site.page('/thanks');
    await page.goto(url);
    await page.evaluate(() => window.goalpost('purchase', { value: '49.00', currency: 'EUR', plan: 'pro', seats: 3 }));
    expect((await leave())[1]).toEqual({
      id: expect.any(String),
      age: expect.any(Number),
      type: 'event',
      url,
      name: 'purchase',
      value: '49.00',
      currency: 'EUR',
      properties: { plan: 'pro', seats: 3 },
    });
  });

  test.for([
    ['no details', '', { properties: {} }],
    ['null', ', null', { properties: {} }],
    ['a number as value', ', { value: 49.5 }', { value: '49.5', properties: {} }],
    ['zero as value', ', { value: 0 }', { value: '0', properties: {} }],
    ['a null value', ', { value: null, currency: null }', { properties: {} }],
    ['booleans and numbers', ', { new: true, seats: 0 }', { properties: { new: true, seats: 0 } }],
    ['null and undefined properties', ', { a: null, b: undefined }', { properties: {} }],
    ['a list', ', { tags: ["a", "b"] }', { properties: { tags: 'a,b' } }],
    ['a large integer', ', { n: 12345678901234567890n }', { properties: { n: '12345678901234567890' } }],
    ['a circular object', ', (() => { const o = {}; o.o = o; return o })()', { properties: { o: '[object Object]' } }],
  ] as const)('accepts %s', async ([, details, sends], { site, page, leave, console }) => {
    await page.goto(site.page('/'));
    await page.evaluate(`goalpost('e'${details})`);
    expect((await leave()).slice(1).map(withoutIdAndAge)).toEqual([
      { type: 'event', name: 'e', url: site.url('/'), ...sends },
    ]);
    expect(console).toEqual([]);
  });

  test('queues calls made before the script has loaded, which then belong to the visit', async ({
    site,
    page,
    leave,
  }) => {
    const early = `${SNIPPET}<script>goalpost('one', { plan: 'pro' }); goalpost('two')</script>`;
    await page.goto(site.page('/', '', { head: early + site.tag() }));
    const events = await leave();
    expect(events.map(inShort)).toEqual(['visit /', 'event one', 'event two']);
    expect(events[1]?.properties).toEqual({ plan: 'pro' });
    expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).toSorted());
    expect(events.map(({ age }) => age)).toEqual(events.map(({ age }) => age).toSorted((a, b) => b - a));
  });

  test('works through a reference taken before the script had loaded', async ({ site, page, leave }) => {
    const early = `${SNIPPET}<script>const mine = goalpost</script>`;
    await page.goto(site.page('/', '', { head: early + site.tag() }));
    await page.evaluate('mine("late")');
    expect((await leave()).map(inShort)).toEqual(['visit /', 'event late']);
  });

  test('is harmless when the script never loads', async ({ site, page, console, collector }) => {
    const head = `${SNIPPET}<script defer src="${site.url('/blocked.js')}" data-site="shop-key"></script>`;
    await page.goto(site.page('/', '', { head }));
    await page.evaluate(() => window.goalpost('purchase'));
    expect(console.every(isNetworkError)).toBe(true);
    expect(collector.requests).toEqual([]);
  });
});

describe('goalpost(listener)', () => {
  const listening = `<script>sessions = []; goalpost((id) => sessions.push(id))</script>`;

  test('receives the session once the collector has answered, and each new one', async ({ site, page, collector }) => {
    await page.goto(site.page('/', '', { head: SNIPPET + listening + site.tag() }));
    await page.waitForFunction('sessions.length === 1');
    await page.evaluate(() => window.goalpost('same session'));
    await collector.until(() => collector.events.length === 2);
    collector.session = 'S2';
    await page.evaluate(() => window.goalpost('after half an hour'));
    await page.waitForFunction('sessions.length === 2');
    expect(await page.evaluate('sessions')).toEqual(['S1', 'S2']);
  });

  test('is called at once when the session is known', async ({ site, page }) => {
    await page.goto(site.page('/', '', { head: SNIPPET + listening + site.tag() }));
    await page.waitForFunction('sessions.length === 1');
    expect(await page.evaluate(() => new Promise((resolve) => window.goalpost(resolve)))).toBe('S1');
  });

  test('may throw without affecting others, and its error reaches the page', async ({ site, page, console }) => {
    const wrong = `<script>goalpost(() => { throw new Error('mine') })</script>`;
    await page.goto(site.page('/', '', { head: SNIPPET + wrong + listening + site.tag() }));
    await page.waitForFunction('sessions.length === 1');
    expect(console).toEqual(['Error: mine']);
  });
});
