import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { FIREFOX } from '../collect/track/track.js';
import { launchChromium } from '../support/chromium.js';
import { it, type Operator } from '../support/operator.js';
import { openSite } from '../support/site.js';

/** Opens a page with the tracker, does something there, and returns what its developer is told first. */
async function toldOn(operator: Operator, siteKey: string, act: (page: Page) => Promise<void>): Promise<string> {
  await operator.openShop();
  const server = await operator.serve();
  const site = await openSite(server.url, '', siteKey);
  const browser = await launchChromium({ userAgent: FIREFOX });
  try {
    const page = await browser.newPage();
    const told = page.waitForEvent('console', (message) => message.type() === 'warning');
    await page.goto(site.origin);
    await act(page);
    return (await told).text();
  } finally {
    await browser.close();
    await site.close();
  }
}

it('the console of a page says that its site key is wrong', async ({ operator }) => {
  const told = await toldOn(operator, 'site-p9', async () => {});
  expect(told).toContain(JSON.stringify('The site field must be the site key of a project; got "site-p9".'));
});

it('the console of a page says which money could not be used', async ({ operator }) => {
  const told = await toldOn(operator, 'site-p1', async (page) => {
    await page.evaluate("goalpost('purchase', { value: 1.1 * 3 })");
  });
  expect(told).toMatch(/The currency field is required with value.*The event is stored without value and currency/);
});
