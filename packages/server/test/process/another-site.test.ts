import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { FIREFOX } from '../collect/track/track.js';
import { launchChromium } from '../support/chromium.js';
import { it } from '../support/operator.js';
import { openSite } from '../support/site.js';

/** Runs `script` on a page of `address`. */
async function onPage<Result>(browser: Browser, address: string, script: string): Promise<Result> {
  const page = await browser.newPage();
  await page.goto(address);
  return page.evaluate<Result>(script).finally(() => page.close());
}

const OWN_SESSION = 'new Promise((resolve) => goalpost(resolve))';

/** What a page of another site can do with the shop's site key. */
const attack = (api: string) => `fetch('${api}/track', {
  method: 'POST',
  body: JSON.stringify({ site: 'site-p1', events: [{ type: 'visit', age: 0, url: 'https://shop.example/forged' }] }),
}).then((answer) => answer.json()).then(({ data }) => data.session_id)`;

/** The same from a frame with the origin `null`. */
const attackFromFrame = (api: string) => `new Promise((resolve) => {
  addEventListener('message', ({ data }) => resolve(data));
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  frame.srcdoc = '<script>' + ${JSON.stringify(`${attack(api)}.then((id) => parent.postMessage(id, '*'))`)} + '</script>';
  document.body.append(frame);
})`;

it("a page of another site neither learns the visitor's session id nor joins the session", async ({ operator }) => {
  const token = await operator.openShop();
  const server = await operator.serve();
  const site = await openSite(server.url, 'Shop');
  const { port } = new URL(site.origin);
  const browser = await launchChromium({ userAgent: FIREFOX });
  try {
    const own = await onPage<string>(browser, `http://www.shop.example:${port}/`, OWN_SESSION);
    const others = [
      await onPage<string>(browser, `http://evil.example:${port}/`, attack(server.api)),
      await onPage<string>(browser, `http://evil.example:${port}/`, attackFromFrame(server.api)),
    ];
    for (const other of others) expect(other).toMatch(/^[0-9A-Z]{26}$/);
    expect(others).not.toContain(own);
    expect(await onPage<string>(browser, `http://checkout.shop.example:${port}/pay`, OWN_SESSION)).toBe(own);

    const timeline = await fetch(`${server.api}/sessions/${own}`, { headers: { authorization: `Bearer ${token}` } });
    const { data } = (await timeline.json()) as { data: { timeline: { url: string }[] } };
    expect(data.timeline.map(({ url }) => new URL(url).pathname)).toEqual(['/', '/pay']);
  } finally {
    await browser.close();
    await site.close();
  }
});
