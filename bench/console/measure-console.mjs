import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { ConsoleSessions } from '../../packages/server/dist/access/console/sessions.js';
import { createAccount, findAccount } from '../../packages/server/dist/accounts/account-store.js';
import { openSqliteStore } from '../../packages/server/dist/sqlite/sqlite-store.js';
import { startServer } from '../measure/server.mjs';
import { goalpost } from '../reads/servers.mjs';

const SUPPORT = fileURLToPath(new URL('../../packages/server/test/support/chromium.ts', import.meta.url));
// The tests start their browser with the same code.
const { launchChromium } = (await runnerImport(SUPPORT)).module;

const TIMES = 7;
const EMAIL = 'bench@shop.example';
/** The evening of the last day of the data. */
const TODAY = new Date('2025-12-31T20:00:00Z');

/** Views of the overview, with the longest medians that the project aims at, in ms. */
export const CONSOLE_CASES = [
  { name: 'console-week', place: '', totalsMs: 1000, wholeMs: 1000 },
  { name: 'console-four-weeks', place: '?period=28d', totalsMs: 1000, wholeMs: 1000 },
  { name: 'console-year', place: '?period=12mo', totalsMs: 1000, wholeMs: 1000 },
  { name: 'console-four-weeks-filter', place: '?period=28d&source==Google', totalsMs: 700, wholeMs: 3000 },
  { name: 'console-year-filter', place: '?period=12mo&source==Google', totalsMs: 700, wholeMs: 3000 },
];

/**
 * Opens views of the overview in Chromium, several times in sequence, signed in and with the console's files in the browser's
 * cache. Returns the times in ms until the totals are there, and until everything is.
 */
export async function measureConsole(dataSet, cases) {
  const browser = await launchChromium({ userAgent: 'Chromium' });
  const cookie = await signIn(dataSet);
  const server = await startServer(goalpost(dataSet));
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await context.addCookies([{ name: 'goalpost', value: cookie, url: server.url }]);
    const results = [];
    for (const { name, place, totalsMs, wholeMs } of cases) {
      const look = () => open(context, `${server.url}/console${place}`);
      await look();
      const samples = [];
      for (let time = 0; time < TIMES; time++) samples.push(await look());
      results.push({ case: name, perYear: dataSet.perYear, atMost: { totalsMs, wholeMs }, samples });
    }
    console.log(`console: ${results.length} views, ${TIMES} times each`);
    return results;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Opens a session of an owner, and returns its cookie. */
async function signIn({ dataDir }) {
  const store = openSqliteStore(dataDir);
  await createAccount(store, { email: EMAIL, roles: { all: 'owner', projects: {} } }, Date.now());
  const cookie = await new ConsoleSessions(store, Date.now, () => {}).open(await findAccount(store, EMAIL));
  await store.close();
  return cookie;
}

async function open(context, address) {
  const page = await context.newPage();
  await page.clock.setFixedTime(TODAY);
  const startedAt = performance.now();
  await page.goto(address);
  await page.locator('main .tiles').waitFor();
  const totalsMs = performance.now() - startedAt;
  await page.locator('[aria-busy=true], .loading').first().waitFor({ state: 'detached' });
  const wholeMs = performance.now() - startedAt;
  await page.close();
  return { totalsMs, wholeMs };
}
