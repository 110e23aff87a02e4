import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { GUIDES } from '#goalpost/reference/guides.js';
import { goal } from '../support/builders.js';
import { launchChromium } from '../support/chromium.js';
import { it, type Operator } from '../support/operator.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium({ userAgent: 'Chromium' });
});
afterAll(() => browser.close());

interface Visitor {
  readonly page: Page;
  readonly url: string;
  readonly token: string;
  /** Requests to other origins, failed requests, and console errors and warnings. */
  readonly complaints: string[];
}

const WIDTHS = { desk: 1400, phone: 390 };

/** Opens the address that a real server prints, which redirects to the page. Blocks requests to any other origin. */
async function visit(operator: Operator, scheme: 'light' | 'dark' = 'light', width = WIDTHS.desk): Promise<Visitor> {
  const token = await operator.openShop(goal({ type: 'url', rule: { match: 'prefix', pattern: '/', on: 'path' } }));
  await operator.goalpost('import', '--project', 'p1', '--format', 'ndjson', oneVisit(operator));
  const { url } = await operator.serve();
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
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
  await page.goto(url);
  await page.getByRole('heading', { name: 'Get Sessions Conversions' }).waitFor();
  return { page, url, token, complaints };
}

function oneVisit(operator: Operator): string {
  const file = `${operator.dir}/visit.ndjson`;
  writeFileSync(file, '{"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"/"}\n');
  return file;
}

/** Opens "Try it" of get-conversions, types the token, and sends the sample. */
async function tryIt({ page, token }: Visitor): Promise<void> {
  await page.getByPlaceholder('Token').first().fill(token);
  await page.getByRole('button', { name: /Test Request.*get-conversions/ }).click();
  await page.getByRole('button', { name: /^Send post request/ }).click();
  await page.getByRole('dialog').getByText('"1:url:goal:e1"').waitFor();
}

describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
  it.for(Object.values(WIDTHS))(
    'and %i pixels wide, it has no serious accessibility problem, including "Try it"',
    async (width, { operator }) => {
      const visitor = await visit(operator, scheme, width);
      const { page } = visitor;
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await tryIt(visitor);
      expect(await seriousFindings(page)).toEqual([]);
      expect(visitor.complaints).toEqual([]);
      expect(await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")).toBe(scheme === 'dark');
    },
  );
});

it('the keyboard focus is always visible', async ({ operator }) => {
  const { page } = await visit(operator);
  const outlines = new Set<unknown>();
  for (let stops = 0; stops < 80; stops++) {
    await page.keyboard.press('Tab');
    outlines.add(await page.evaluate('getComputedStyle(document.activeElement).outline.replace(/.* (?=solid)/, "")'));
  }
  expect([...outlines]).toEqual(['solid 2px']);
});

it('the token is not stored beyond the page, and is sent to this server only', async ({ operator }) => {
  const visitor = await visit(operator);
  const { page, url, token } = visitor;
  const carriers: string[] = [];
  page.on('request', async (request) => {
    if (JSON.stringify([request.url(), await request.allHeaders(), request.postData()]).includes(token)) {
      carriers.push(`${request.method()} ${request.url()}`);
    }
  });
  await tryIt(visitor);
  expect(carriers).toEqual([`POST ${url}/api/services/analytics/v1/sessions/get-conversions`]);
  expect(JSON.stringify([page.url(), await page.context().storageState({ indexedDB: true })])).not.toContain(token);
  expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain(token);
});

it('it shows every endpoint with a sample in each language, and links to guides and exports', async ({ operator }) => {
  const { page, url, complaints } = await visit(operator);
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

async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(`axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + failureSummary)))`);
}
