import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { GUIDES } from '#goalpost/reference/guides.js';
import { GET_CONVERSIONS, useSharedApi } from '../support/api.js';
import { urlGoal, visit } from '../support/builders.js';
import { launchChromium } from '../support/chromium.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const DESK = { width: 1400, height: 900 };
const PHONE = { width: 390, height: 900 };

interface Appearance {
  readonly colorScheme: 'light' | 'dark';
  readonly size: typeof DESK;
}

const api = useSharedApi();
let url: string;
let token: string;
let browser: Browser;
/** Loading the page takes ten seconds, so tests that leave it as it is share this one. */
let opened: Opened;

beforeAll(async () => {
  url = await api.app.listen({ port: 0, host: '127.0.0.1' });
  token = await api.issue();
  await api.store.goals.create('p1' as ProjectId, urlGoal('/', { key: 'goal' }));
  await api.record(visit('/', { sessionId: '1', id: 'e1' }));
  browser = await launchChromium({ userAgent: 'Chromium' });
  opened = await open();
});
afterAll(() => browser.close());

interface Opened {
  readonly page: Page;
  /** Requests to other origins, failed requests, and console errors and warnings. */
  readonly complaints: string[];
}

/** Opens the page. Blocks requests to any other origin. */
async function open(): Promise<Opened> {
  const context = await browser.newContext({ viewport: DESK });
  const page = await context.newPage();
  const complaints: string[] = [];
  await context.route(
    (address) => address.origin !== url,
    (route) => {
      complaints.push(`asked ${route.request().url()}`);
      return route.abort();
    },
  );
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(`${url}/reference`);
  await page.getByRole('heading', { name: 'Get Sessions Conversions' }).waitFor();
  return { page, complaints };
}

/** Opens "Try it" of get-conversions, types the token, and sends the sample. */
async function tryIt(page: Page): Promise<void> {
  await page.getByPlaceholder('Token').first().fill(token);
  await page.getByRole('button', { name: /Test Request.*get-conversions/ }).click();
  await page.getByRole('button', { name: /^Send post request/ }).click();
  await page.getByRole('dialog').getByText('"1:url:goal:e1"').waitFor();
}

/** Changes the page's appearance, and returns the serious faults in the part with this selector. */
async function faultsIn(page: Page, { colorScheme, size }: Appearance, selector: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(size);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width);
  await page.evaluate(AXE);
  return page.evaluate(`axe.run('${selector}', { resultTypes: ['violations'] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + failureSummary)))`);
}

// Each check of the whole page takes ten seconds, so it covers both schemes and both widths, but not each pair.
it.each<Appearance>([
  { colorScheme: 'light', size: DESK },
  { colorScheme: 'dark', size: PHONE },
])('the page has no serious accessibility problem: $colorScheme, $size.width pixels wide', async (appearance) => {
  expect(await faultsIn(opened.page, appearance, 'html')).toEqual([]);
});

it('"Try it" works, has no serious accessibility problem, and keeps the token to this page and server', async () => {
  const { page, complaints } = await open();
  const carriers: string[] = [];
  page.on('request', async (request) => {
    if (JSON.stringify([request.url(), await request.allHeaders(), request.postData()]).includes(token)) {
      carriers.push(`${request.method()} ${request.url()}`);
    }
  });
  await tryIt(page);
  expect(carriers).toEqual([`POST ${url}${GET_CONVERSIONS}`]);
  expect(JSON.stringify([page.url(), await page.context().storageState({ indexedDB: true })])).not.toContain(token);
  expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain(token);
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of [DESK, PHONE]) {
      expect(await faultsIn(page, { colorScheme, size }, '[role=dialog]'), `${colorScheme} ${size.width}`).toEqual([]);
    }
  }
  expect(complaints).toEqual([]);
  await page.close();
});

it('the keyboard focus is always visible', async () => {
  const { page } = opened;
  await page.setViewportSize(DESK);
  const outlines = new Set<unknown>();
  for (let stops = 0; stops < 80; stops++) {
    await page.keyboard.press('Tab');
    outlines.add(await page.evaluate('getComputedStyle(document.activeElement).outline.replace(/.* (?=solid)/, "")'));
  }
  expect([...outlines]).toEqual(['solid 2px']);
});

it('it shows every endpoint with a sample in each language, and links to guides and exports', async () => {
  const { page, complaints } = opened;
  await page.setViewportSize(DESK);
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { summary: string }>>;
  };
  for (const { summary } of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
    await page.getByRole('heading', { name: summary, exact: true }).first().waitFor();
  }
  for (const language of ['cURL', 'JS', 'PHP', 'Python']) {
    await page
      .getByRole('button', { name: /^(cURL|JS|PHP|Python)$/ })
      .first()
      .click();
    await page.getByRole('option', { name: language }).click();
    await page.locator('pre', { hasText: SAMPLES[language]! }).first().waitFor();
  }
  for (const [name, href] of [
    ['OpenAPI as JSON', 'openapi.json'],
    ['OpenAPI as YAML', 'openapi.yaml'],
    ['Postman collection', 'postman.json'],
  ]) {
    expect(await page.getByRole('link', { name: name! }).getAttribute('href')).toBe(`${url}/${href}`);
  }
  expect(await page.getByText('A rule to try on stored events.').count()).toBe(1);
  for (const { name } of GUIDES) {
    expect(await page.locator(`a[href="${url}/reference/${name}"]`).count()).toBe(1);
  }
  expect(complaints).toEqual([]);
});

/** The start of the get-conversions sample in each language. */
const SAMPLES: Record<string, string> = {
  cURL: 'curl -X POST',
  JS: "fetch('",
  PHP: "$response = Http::withToken('YOUR_API_TOKEN')",
  Python: 'import requests',
};
