import { describe, expect } from 'vitest';
import { inShort, test, withoutIdAndAge } from './tracked.js';

/** `click` selects the clicked element. `sends` is null when nothing is sent. */
const CASES: {
  it: string;
  html: string;
  click: string;
  sends: { on: string; text?: string; href?: string } | null;
}[] = [
  { it: 'a link', html: '<a href="/#x">Hats</a>', click: 'a', sends: { on: 'a', text: 'Hats', href: '/#x' } },
  {
    it: 'an element inside a link',
    html: '<a href="/#x"><b>Red</b> <i>hats</i></a>',
    click: 'i',
    sends: { on: 'i', text: 'Red hats', href: '/#x' },
  },
  { it: 'a button', html: '<button type="button">Buy</button>', click: 'button', sends: { on: 'button', text: 'Buy' } },
  {
    it: 'an element inside a button',
    html: '<button type="button"><span>Buy</span></button>',
    click: 'span',
    sends: { on: 'span', text: 'Buy' },
  },
  {
    it: 'an input that is a button',
    html: '<input type="button" value="Buy now">',
    click: 'input',
    sends: { on: 'input', text: 'Buy now' },
  },
  {
    it: 'a summary',
    html: '<details><summary>Sizes</summary>S, M, L</details>',
    click: 'summary',
    sends: { on: 'summary', text: 'Sizes' },
  },
  {
    it: 'an element with the role of a button',
    html: '<div role="button" tabindex="0">Buy</div>',
    click: 'div',
    sends: { on: 'div', text: 'Buy' },
  },
  { it: 'any other element, without its text', html: '<p>Red hats</p>', click: 'p', sends: { on: 'p' } },
  {
    it: 'an SVG picture',
    html: '<svg width="9" height="9"><path d="M0 0h9v9"/></svg>',
    click: 'svg',
    sends: { on: 'path' },
  },
  {
    it: 'a link in an SVG picture, with its target in the chain',
    html: '<svg width="99" height="99"><a href="#x"><rect width="99" height="99"/></a></svg>',
    click: 'rect',
    sends: { on: 'rect' },
  },
  {
    it: 'an element whose page stops the event',
    html: '<div onclick="event.stopPropagation()"><a href="/#x">Hats</a></div>',
    click: 'a',
    sends: { on: 'a', text: 'Hats', href: '/#x' },
  },
  {
    it: 'an element that its page removes at once',
    html: '<div id="offer"><button type="button" onclick="offer.remove()">Close</button></div>',
    click: 'button',
    sends: { on: 'button', text: 'Close' },
  },
  { it: 'the bare page', html: '<style>html{height:100%}</style>', click: 'html', sends: null },
];

describe('a click', () => {
  test.for(CASES)('on $it', async ({ html, click, sends }, { site, page, leave }) => {
    await page.goto(site.page('/', html));
    await page.click(click);
    const clicks = (await leave()).filter(({ type }) => type === 'click');
    expect(clicks.map(({ element, text, href }) => ({ on: element?.[0]?.tag, text, href }))).toEqual(
      sends === null ? [] : [{ text: undefined, ...sends, href: sends.href && site.url(sends.href) }],
    );
  });

  test('has the chain from the clicked element out to the body', async ({ site, page, leave }) => {
    const url = site.page(
      '/hats',
      `<main id="list" class="wide  two-columns">
        <form name="order" action="/order"><input type="hidden" name="id" value="secret">
          <a class="buy big" id="buy" href="/cart?hat=1#top" data-plan="pro" data-qty="2" role="button" title="Buy it"
            target="_self" aria-label="Buy the hat" style="color: red" onclick="return false" tabindex="0" lang="en"> Buy
            <em>now</em> </a>
        </form>
      </main>`,
    );
    await page.goto(url);
    await page.click('a', { position: { x: 2, y: 5 } });
    expect((await leave()).slice(1).map(withoutIdAndAge)).toEqual([
      {
        type: 'click',
        url,
        text: 'Buy now',
        href: site.url('/cart?hat=1#top'),
        element: [
          {
            tag: 'a',
            id: 'buy',
            classes: ['buy', 'big'],
            attributes: {
              href: '/cart?hat=1#top',
              'data-plan': 'pro',
              'data-qty': '2',
              role: 'button',
              title: 'Buy it',
              target: '_self',
              'aria-label': 'Buy the hat',
            },
          },
          { tag: 'form', attributes: { name: 'order' } },
          { tag: 'main', id: 'list', classes: ['wide', 'two-columns'] },
          { tag: 'body' },
        ],
      },
    ]);
  });

  test('has the first 64 characters of the text, without splitting one', async ({ site, page, leave }) => {
    await page.goto(site.page('/', `<button>${'🎩'.repeat(63)}é and more</button>`));
    await page.click('button');
    expect((await leave())[1]?.text).toBe(`${'🎩'.repeat(63)}é`);
  });

  test('leaves out attributes of over 200 characters, and the outermost ancestors of a very long chain', async ({
    site,
    page,
    leave,
  }) => {
    const deep = `<div class="${'wide '.repeat(50)}">`.repeat(100);
    const link = `<a href="#${'x'.repeat(199)}" data-fits="${'x'.repeat(200)}" data-state="${'x'.repeat(201)}">Hats</a>`;
    await page.goto(site.page('/', deep + link));
    await page.click('a');
    const [, click] = await leave();
    expect(click?.element?.[0]?.attributes).toEqual({ href: `#${'x'.repeat(199)}`, 'data-fits': 'x'.repeat(200) });
    expect(click?.element?.length).toBe(21);
    expect(JSON.stringify(click?.element).length).toBeLessThanOrEqual(8000);
  });

  test('passes through an open shadow root', async ({ site, page, leave }) => {
    const shadow = '<template shadowrootmode="open"><a href="#x">Hats</a></template>';
    await page.goto(site.page('/', `<fancy-link>${shadow}</fancy-link>`));
    await page.click('fancy-link');
    const [, click] = await leave();
    expect(click?.element?.map(({ tag }) => tag)).toEqual(['a', 'fancy-link', 'body']);
    expect([click?.text, click?.href]).toEqual(['Hats', site.url('/#x')]);
  });

  test.for([
    ['the keyboard', 'document.querySelector("a").focus()', 'Enter', ['click a']],
    ['a script', 'document.querySelector("a").click()', 'Shift', []],
  ] as const)('made with %s', async ([, script, key, sends], { site, page, leave }) => {
    await page.goto(site.page('/', '<a href="#x">Hats</a>'));
    await page.evaluate(script);
    await page.keyboard.press(key);
    expect((await leave()).slice(1).map(inShort)).toEqual(sends);
  });

  test.for([
    ['middle', ['click a']],
    ['right', []],
  ] as const)('made with the %s mouse button', async ([button, sends], { site, page, leave }) => {
    await page.goto(site.page('/', '<a href="#x">Hats</a>'));
    await page.click('a', { button });
    expect((await leave()).filter(({ type }) => type === 'click').map(inShort)).toEqual(sends);
  });
});
