import { describe, expect } from 'vitest';
import { inShort, test } from './tracked.js';

describe('text that people type', () => {
  const FORM = `<form onsubmit="return false">
    <input id="name" name="name"><input id="password" type="password"><input id="plain" type="search" list="past">
    <textarea id="message"></textarea>
    <div id="editor" contenteditable><a href="#draft" id="draft">A draft</a></div>
    <button id="send">Send</button>
  </form>`;

  test('never leaves the page', async ({ site, page, collector, leave }) => {
    await page.goto(site.page('/', FORM));
    for (const field of ['#name', '#password', '#plain', '#message', '#editor']) {
      await page.click(field);
      await page.keyboard.type('Sesame');
    }
    await page.click('#send');
    expect((await leave()).map(inShort)).toEqual(['visit /', 'click button#send', 'event $form']);
    expect(JSON.stringify(collector.requests)).not.toContain('Sesame');
  });

  test.for([
    ['in a button', '<div role="button" id="x">Save<div contenteditable>Sesame</div></div>'],
    ['in a text area in a link', '<a href="#" id="x">Save<textarea>Sesame</textarea></a>'],
    ['in a select in a link', '<a href="#" id="x">Save<select><option>Sesame</select></a>'],
    ['in the value of a button with another label', '<button id="x" value="Sesame">Save <input></button>'],
  ] as const)('removes the text of a click when it is %s', async ([, html], { site, page, leave }) => {
    await page.goto(site.page('/', html));
    await page.click('#x', { position: { x: 3, y: 3 } });
    const [, click] = await leave();
    expect(click?.element?.[0]?.id).toBe('x');
    expect(click?.text).toBeUndefined();
  });

  test.for([
    ['a text field', '<input id="x">'],
    ['a check box', '<input id="x" type="checkbox">'],
    ['a radio button', '<input id="x" type="radio">'],
    ['a select', '<select id="x"><option>One</select>'],
    ['a text area', '<textarea id="x"></textarea>'],
    ['the label of a field', '<label id="x">Yes <input type="radio"></label>'],
    ['an editor', '<p id="x" contenteditable>Draft</p>'],
    ['a link in an editor', '<p contenteditable><a id="x" href="#">Draft</a></p>'],
    ['a page that is an editor', '<a id="x" href="#">Draft</a><script>document.designMode = "on"</script>'],
  ] as const)('is in no click either: %s', async ([, html], { site, page, leave }) => {
    await page.goto(site.page('/', html));
    await page.click('#x');
    expect((await leave()).map(inShort)).toEqual(['visit /']);
  });

  test('does not hide a link in a label', async ({ site, page, leave }) => {
    await page.goto(site.page('/', '<label>I accept <a href="#terms">the terms</a> <input type="checkbox"></label>'));
    await page.click('a');
    expect((await leave()).map(inShort)).toEqual(['visit /', 'click a']);
  });
});

describe('data-goalpost-ignore', () => {
  test.for([
    ['the clicked element', '<a id="x" href="#" data-goalpost-ignore>Ada</a>'],
    ['an ancestor', '<section data-goalpost-ignore=""><p><a id="x" href="#">Ada</a></p></section>'],
    ['the body', '<script>document.body.dataset.goalpostIgnore = ""</script><a id="x" href="#">Ada</a>'],
    [
      'the host of a shadow tree',
      '<x-y data-goalpost-ignore><template shadowrootmode="open"><b id="x">Ada</b></template></x-y>',
    ],
  ] as const)('keeps a click from being sent when it is on %s', async ([, html], { site, page, leave }) => {
    await page.goto(site.page('/', html));
    await page.click('#x');
    expect((await leave()).map(inShort)).toEqual(['visit /']);
  });

  test('keeps the text of its ancestors from being sent', async ({ site, page, leave }) => {
    await page.goto(site.page('/', '<a id="x" href="#">Hello <b data-goalpost-ignore>Ada</b></a>'));
    await page.click('#x', { position: { x: 3, y: 3 } });
    expect((await leave())[1]?.text).toBeUndefined();
  });
});

const EARLY_CALL = `<script>
  goalpost = function () { (goalpost.q = goalpost.q || []).push(arguments) };
  goalpost('called early');
  goalpost((session) => { document.title = session });
</script>`;

describe('a visitor', () => {
  const EVERYTHING = ['visit /', 'event called early', 'visit /#/cart', 'click a', 'event called late'];

  test.for([
    ['opts out by Global Privacy Control', 'globalPrivacyControl', true, []],
    ['opts out by Do Not Track', 'doNotTrack', '1', []],
    ['has turned Global Privacy Control off', 'globalPrivacyControl', false, EVERYTHING],
    ['has set no preference', 'doNotTrack', 'unspecified', EVERYTHING],
  ] as const)(
    'who %s sends the right events',
    async ([, name, value, sends], { site, browser, page, collector, leave }) => {
      site.page('/', '<a href="#/cart">Hats</a>', { head: EARLY_CALL + site.tag() });
      const context = await browser.newContext();
      await context.addInitScript(
        (preference) => {
          Object.defineProperty(navigator, preference.name, { value: preference.value });
        },
        { name, value },
      );
      const visitor = await context.newPage();
      await visitor.goto(site.url('/'));
      await visitor.evaluate(() => history.pushState(null, '', '#/cart'));
      await visitor.click('a');
      await visitor.evaluate(() => window.goalpost('called late'));
      await visitor.goto('about:blank');
      // The browser may drop what is under way when the visitor's context closes.
      await collector.until(() => collector.events.length >= sends.length);
      // Another visitor's visit. Once it has arrived, any event that the first should not have sent has arrived too.
      await page.goto(site.page('/fence'));
      expect((await leave()).map(inShort)).toEqual([...sends, 'visit /fence']);
      await context.close();
    },
  );

  test('who opts out has a page that works as if there were no tracker', async ({ site, page, console }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
    await page.goto(site.page('/', '', { head: EARLY_CALL + site.tag() }));
    const seen = await page.evaluate(() => ({
      called: window.goalpost('called late'),
      pushState: history.pushState === History.prototype.pushState,
      title: document.title,
    }));
    expect(seen).toEqual({ called: undefined, pushState: true, title: 'Shop' });
    expect(console).toEqual([]);
  });
});

describe("one's own browser", () => {
  const stored = () => ({ ...localStorage });

  test('sends nothing from ?goalpost=off until ?goalpost=on, on every page of the site', async ({
    site,
    page,
    console,
    leave,
  }) => {
    for (const path of ['/', '/hats']) site.page(path, '<a href="#top">Top</a>', { head: EARLY_CALL + site.tag() });
    await page.goto(site.url('/?goalpost=off'));
    expect(await page.evaluate(stored)).toEqual({ goalpost: 'off' });
    await page.click('a');
    await page.goto(site.url('/hats'));
    await page.evaluate(() => window.goalpost('called late'));
    await page.goto(site.url('/hats?x=1&goalpost=on'));
    expect(await page.evaluate(stored)).toEqual({ goalpost: 'on' });
    await page.goto(site.url('/hats'));
    expect((await leave()).map(inShort)).toEqual([
      ...['visit /hats?x=1&goalpost=on', 'event called early'],
      ...['visit /hats', 'event called early'],
    ]);
    expect(console).toEqual([]);
  });

  test('is not turned off by another parameter', async ({ site, page, leave }) => {
    await page.goto(site.page('/?xgoalpost=off&goalpost=yes&q=goalpost=off'));
    expect(await page.evaluate(stored)).toEqual({});
    expect((await leave()).map(inShort)).toEqual(['visit /?xgoalpost=off&goalpost=yes&q=goalpost=off']);
  });

  test('is off for the page alone when it stores nothing', async ({ site, page, console, leave }) => {
    await page.addInitScript(() =>
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      }),
    );
    await page.goto(site.page('/?goalpost=off'));
    await page.goto(site.page('/hats'));
    expect((await leave()).map(inShort)).toEqual(['visit /hats']);
    expect(console).toEqual([]);
  });
});

test("nothing is stored in the browser, and no cookie goes to the collector, not even on the site's own host", async ({
  site,
  page,
  leave,
}) => {
  site.page('/', '<a href="#">Hats</a>', {
    head: '<script defer src="/stats/t.js" data-site="shop-key"></script>',
    headers: { 'set-cookie': 'login=Ada' },
  });
  await page.goto(site.url('/'));
  await page.click('a');
  // `leave` fails on a request with a cookie and on a missing one.
  const stored = () =>
    page.evaluate(async () => ({
      cookie: document.cookie,
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      name: window.name,
    }));
  expect(await stored()).toEqual({ cookie: 'login=Ada', local: 0, session: 0, databases: 0, name: '' });
  expect((await leave()).map(inShort)).toEqual(['visit /', 'click a']);
  expect(await page.context().cookies()).toMatchObject([{ name: 'login' }]);
});
