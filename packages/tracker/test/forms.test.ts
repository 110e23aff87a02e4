import { describe, expect } from 'vitest';
import { inShort, test, withoutIdAndAge } from './tracked.js';

const FIELD = '<label>E-mail <input name="email"></label><input type="hidden" name="id" value="secret">';
const stays = '<script>addEventListener("submit", (e) => e.preventDefault())</script>';

describe('a form', () => {
  test('that is sent by Enter is a custom event that names the form, and nothing that was typed', async ({
    site,
    page,
    collector,
    leave,
  }) => {
    const url = site.page(
      '/',
      `<form id="newsletter" class="signup wide" name="news" action="/subscribed?list=7#x">${FIELD}</form>`,
    );
    site.page('/subscribed', '', { head: '' });
    await page.goto(url);
    await page.fill('[name=email]', 'ada@example.test');
    await page.press('[name=email]', 'Enter');
    await page.waitForURL('**/subscribed?*');
    await page.goto(site.page('/later'));
    const [visit, form, ...later] = await leave();
    expect([visit, ...later].map((event) => inShort(event!))).toEqual(['visit /', 'visit /later']);
    expect(withoutIdAndAge(form!)).toEqual({
      type: 'event',
      url,
      name: '$form',
      properties: { id: 'newsletter', name: 'news', classes: 'signup wide', action: '/subscribed' },
    });
    expect(JSON.stringify(collector.requests)).not.toMatch(/ada@|secret|list=7/);
  });

  test.for([
    ['has no names', `<form>${FIELD}<button>Send</button></form>`, [{ action: '/' }]],
    ['is kept by its page', `${stays}<form action="http://[">${FIELD}<button>Send</button></form>`, [{ action: '' }]],
    [
      'has a field named like an attribute',
      `${stays}<form action="/a"><input name="action"><button>Send</button></form>`,
      [{ action: '/a' }],
    ],
    ['is invalid', '<form><input required><button>Send</button></form>', []],
    ['is marked', `<form data-goalpost-ignore>${FIELD}<button>Send</button></form>`, []],
    ['is in an editor', `<div contenteditable><form>${FIELD}<button>Send</button></form></div>`, []],
    [
      'is sent by a script',
      `${stays}<form></form><button onclick="document.forms[0].dispatchEvent(new Event('submit'))">Send</button>`,
      [],
    ],
  ] as const)('that %s', async ([, html, sends], { site, page, leave }) => {
    await page.goto(site.page('/', html));
    await page.click('button');
    const forms = (await leave()).filter(({ name }) => name === '$form');
    expect(forms.map(({ properties }) => properties)).toEqual(sends);
  });
});
