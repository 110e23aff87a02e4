import { describe, expect } from 'vitest';
import { inShort, test, withoutIdAndAge } from './tracked.js';

const SYMBOL = '<svg hidden><symbol id="i" viewBox="0 0 9 9"><rect width="9" height="9"/></symbol></svg>';
const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';

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
    it: 'a link in an SVG picture',
    html: '<svg width="99" height="99"><a href="/#x"><rect width="99" height="99"/><text y="20">Hats</text></a></svg>',
    click: 'rect',
    sends: { on: 'rect', text: 'Hats', href: '/#x' },
  },
  {
    it: 'a link in an SVG picture that is written the old way',
    html: '<svg width="99" height="99"><a xlink:href="#x"><rect width="99" height="99"/></a></svg>',
    click: 'rect',
    sends: { on: 'rect', href: '/#x' },
  },
  {
    it: 'a shape used in a link',
    html: `${SYMBOL}<a href="/#x"><svg width="40" height="40"><use href="#i"/></svg> Buy now</a>`,
    click: 'a use',
    sends: { on: 'use', text: 'Buy now', href: '/#x' },
  },
  {
    it: 'a shape used in a button',
    html: `${SYMBOL}<button type="button"><svg width="40" height="40"><use href="#i"/></svg> Add to basket</button>`,
    click: 'button use',
    sends: { on: 'use', text: 'Add to basket' },
  },
  {
    it: 'an image in a picture in a picture in a link',
    html: `<a href="/#x"><svg width="40" height="40"><svg><image href="${PIXEL}" width="40" height="40"/></svg></svg> Buy</a>`,
    click: 'image',
    sends: { on: 'image', text: 'Buy', href: '/#x' },
  },
  {
    it: 'a picture with title and style in a link, which are not shown as text',
    html: `<a href="/#x"><!-- an icon --><svg width="40" height="40"><title>Basket</title><style>rect{fill:red}</style>
      <rect width="40" height="40"/></svg> Buy</a>`,
    click: 'rect',
    sends: { on: 'rect', text: 'Buy', href: '/#x' },
  },
  {
    it: 'a picture alone in a link, by its title',
    html: '<a href="/#x"><svg width="40" height="40"><title>Basket</title><rect width="40" height="40"/></svg></a>',
    click: 'rect',
    sends: { on: 'rect', text: 'Basket', href: '/#x' },
  },
  {
    it: 'an image alone in a link, by its alternative text',
    html: `<a href="/#x"><img src="${PIXEL}" alt="" width="40" height="40"><img src="${PIXEL}" alt="Red hats"
      width="40" height="40"></a>`,
    click: 'img',
    sends: { on: 'img', text: 'Red hats', href: '/#x' },
  },
  {
    it: 'an image beside the text of a link, which counts alone',
    html: `<a href="/#x"><img src="${PIXEL}" alt="Basket" width="40" height="40"> Buy</a>`,
    click: 'img',
    sends: { on: 'img', text: 'Buy', href: '/#x' },
  },
  {
    it: 'an icon in a button that has only a label',
    html: '<button type="button" aria-label="Search"><svg width="40" height="40"><path d="M0 0h40v40"/></svg></button>',
    click: 'svg',
    sends: { on: 'path', text: 'Search' },
  },
  {
    it: 'an icon that has the label in a button',
    html: '<button type="button"><svg aria-label="Search" width="40" height="40"><path d="M0 0h40v40"/></svg></button>',
    click: 'svg',
    sends: { on: 'path', text: 'Search' },
  },
  {
    it: 'an icon in a link that has only a tooltip',
    html: '<a href="/#x" title="Basket"><svg width="40" height="40"><path d="M0 0h40v40"/></svg></a>',
    click: 'svg',
    sends: { on: 'path', text: 'Basket', href: '/#x' },
  },
  {
    it: 'a part of a link with the role of a button',
    html: '<a href="/#x"><span role="button">Buy</span></a>',
    click: 'span',
    sends: { on: 'span', text: 'Buy', href: '/#x' },
  },
  {
    it: 'an area of an image map',
    html: `<img src="${PIXEL}" width="99" height="99" usemap="#m"><map name="m"><area shape="default" href="/#x" alt="Hats"></map>`,
    click: 'img',
    sends: { on: 'area', text: 'Hats', href: '/#x' },
  },
  {
    it: 'a link whose target is not an address',
    html: '<a href="http://[" onclick="return false">Hats</a>',
    click: 'a',
    sends: { on: 'a', text: 'Hats', href: 'http://[' },
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
      sends === null ? [] : [{ text: undefined, ...sends, href: sends.href?.replace(/^\//, site.url('/')) }],
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
    ['the middle button on a link', '<a href="#x">Hats</a>', 'middle', ['click a']],
    ['the middle button in a link', `<a href="#x"><b>Hats</b></a>`, 'middle', ['click b']],
    ['the middle button on a button', '<button type="button">Hats</button>', 'middle', []],
    ['the middle button on a text', '<p>Hats</p>', 'middle', []],
    ['the right button on a link', '<a href="#x">Hats</a>', 'right', []],
  ] as const)('made with %s', async ([, html, button, sends], { site, page, leave }) => {
    await page.goto(site.page('/', html));
    await page.click('body > *', { button });
    expect((await leave()).filter(({ type }) => type === 'click').map(inShort)).toEqual(sends);
  });
});
