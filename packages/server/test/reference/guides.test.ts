import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { GUIDES } from '#goalpost/reference/guides.js';
import { launchChromium } from '../support/chromium.js';
import { readPage } from '../support/markdown.js';
import { it } from '../support/operator.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const APPEARANCES = [
  { colorScheme: 'light', width: 1400 },
  { colorScheme: 'dark', width: 390 },
] as const;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium({ userAgent: 'Chromium' });
});
afterAll(() => browser.close());

interface Opened {
  readonly page: Page;
  /** Requests to other origins, error responses, and console messages. */
  readonly complaints: string[];
}

async function open(url: string, colorScheme: 'light' | 'dark', width: number): Promise<Opened> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith('data:')) complaints.push(request.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return { page, complaints };
}

const violationsOf = async (page: Page) => {
  await page.evaluate(AXE);
  return page.evaluate(`axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + nodes[0].html))`);
};

it.for(APPEARANCES)(
  'every guide is accessible: $colorScheme, $width pixels wide',
  async ({ colorScheme, width }, { operator }) => {
    const { url } = await operator.serve();
    const { page, complaints } = await open(url, colorScheme, width);
    for (const { name, title, source } of GUIDES) {
      await page.goto(`${url}/reference/${name}`);
      const [, heading] = /^# (.+)$/m.exec(readPage(source))!;
      expect(await page.locator('h1').textContent()).toBe(heading!.replaceAll('`', ''));
      expect(await page.title()).toBe(`${title} · Goalpost`);
      expect(await page.locator('a[aria-current="page"]').textContent()).toBe(title);
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(width);
      expect(await violationsOf(page), name).toEqual([]);
    }
    expect(complaints).toEqual([]);
  },
);

it('every link of a guide leads to a heading or page of this server, or to the web', async ({ operator }) => {
  const { url } = await operator.serve();
  const { page } = await open(url, 'light', 1400);
  const addresses = new Set<string>();
  for (const { name } of GUIDES) {
    await page.goto(`${url}/reference/${name}`);
    const hrefs = (await page.evaluate('[...document.links].map(({ href }) => href)')) as string[];
    for (const href of hrefs) if (href.startsWith(url)) addresses.add(href);
  }
  for (const address of addresses) {
    const answer = await page.goto(address);
    expect(answer?.status() ?? 200, address).toBe(200);
    const { hash } = new URL(address);
    if (hash) expect(await page.locator(`[id="${hash.slice(1)}"]`).count(), address).toBe(1);
  }
  expect(addresses.size).toBeGreaterThan(GUIDES.length);
});

it('guides have the same content security policy as the reference', async ({ operator }) => {
  const { url } = await operator.serve();
  const [reference, guide] = await Promise.all([fetch(`${url}/reference`), fetch(`${url}/reference/goals`)]);
  const policy = (answer: Response) => answer.headers.get('content-security-policy');
  expect(policy(guide)).toBe(policy(reference));
  expect(guide.headers.get('content-type')).toBe('text/html; charset=utf-8');
});
