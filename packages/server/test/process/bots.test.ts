import { expect } from 'vitest';
import { tracked } from '../collect/track/track.js';
import { launchChromium } from '../support/chromium.js';
import { it, type RunningServer } from '../support/operator.js';
import { importOver, sessionsOver, visitLines } from '../support/requests.js';
import { openSite } from '../support/site.js';

const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const HEADLESS =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36';

/** The event counts in the metrics by outcome, without zeros. */
async function counted(server: RunningServer): Promise<Record<string, number>> {
  const [, url] = await server.said(/Metrics are served on (http:[^"]+)/);
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = [...text.matchAll(/^goalpost_events_total\{outcome="(\w+)"\} (\d+)$/gm)];
  return Object.fromEntries(found.map(([, outcome, count]) => [outcome, Number(count)]).filter(([, count]) => count));
}

it('bots count in the metrics of track and import, and none of their events are stored', async ({ operator }) => {
  const token = await operator.openShop();
  const server = await operator.serve('--metrics-listen', '127.0.0.1:0');
  const answer = await fetch(`${server.api}/track`, {
    method: 'POST',
    headers: { 'user-agent': GOOGLEBOT },
    body: JSON.stringify({ site: 'site-p1', session_id: 'bot', events: [tracked(), tracked({ id: 'e2' })] }),
  });
  expect(await answer.json()).toEqual({ error: false, data: { session_id: null } });
  expect(await counted(server)).toEqual({ bot: 2 });

  const lines = visitLines('bot', 3).replaceAll('}', `,"user_agent":"${GOOGLEBOT}"}`);
  expect(await importOver(server, token, lines)).toMatchObject({ status: 200, lines: 3, stored: 0 });
  expect(await counted(server)).toEqual({ bot: 5 });
  expect(await sessionsOver(server, token)).toEqual([]);
});

it('a browser that is controlled by a program counts as a bot', async ({ operator }) => {
  const token = await operator.openShop();
  const server = await operator.serve('--metrics-listen', '127.0.0.1:0');
  const site = await openSite(server.url, '<a href="/hats">Hats</a>');
  const browser = await launchChromium({ userAgent: HEADLESS });
  try {
    const page = await browser.newPage();
    await page.goto(site.origin);
    await page.click('a');
    await page.waitForURL('**/hats');
    await expect.poll(() => counted(server), { timeout: 30_000 }).toEqual({ bot: 3 });
    expect(await sessionsOver(server, token)).toEqual([]);
  } finally {
    await browser.close();
    await site.close();
  }
});
