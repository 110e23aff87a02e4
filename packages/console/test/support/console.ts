import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AppOptions } from '@goalpost/server/dist/app.js';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Api, useSharedApi } from '../../../server/test/support/api.js';
import { launchChromium } from '../../../server/test/support/chromium.js';
import { signedInAs } from '../../../server/test/support/console.js';

/** A Tuesday afternoon in November. */
export const NOW = Date.parse('2026-11-24T15:20:00Z');

export const WIDTHS = [390, 768, 1440] as const;
export const SCHEMES = ['light', 'dark'] as const;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A folder that receives a picture of each view that is checked; nothing is kept without it. */
const PICTURES = process.env.CONSOLE_PICTURES;

export interface Opened {
  readonly page: Page;
  /** Requests to other origins, failed requests, refusals of the content security policy, and errors of scripts. */
  readonly complaints: string[];
  /** Calls of the API, such as `POST /reports/conversions`. */
  readonly calls: string[];
  /** Files of the console that the browser has loaded, by name. */
  readonly files: string[];
}

interface OpenOptions {
  readonly locale?: string;
  readonly width?: number;
  readonly isSignedIn?: boolean;
  /** Of a session. Default: an owner of all projects is signed in. */
  readonly cookie?: string | null;
}

export interface Console {
  readonly api: Api;
  readonly url: string;
  /** Opens a place of the console, such as `?view=sessions`, in a browser context of its own, which the end closes. */
  open(place?: string, options?: OpenOptions): Promise<Opened>;
}

/** A server with a browser, shared by the tests of a file. `fill` records what they look at. */
export function useConsole(fill: (api: Api) => Promise<void>, options: Partial<AppOptions> = {}): Console {
  const api = useSharedApi({ now: () => NOW, ...options });
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const console = { api, url: '' };
  let owner: string | null = null;
  beforeAll(async () => {
    console.url = await api.app.listen({ port: 0, host: '127.0.0.1' });
    await fill(api);
    browser = await launchChromium({ userAgent: 'Chromium' });
  });
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await browser.close();
  });
  const open: Console['open'] = async (place = '', options = {}) => {
    const { locale = 'en-GB', width = 1440, isSignedIn = true } = options;
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      locale,
      timezoneId: 'UTC',
    });
    contexts.push(context);
    if (isSignedIn) {
      owner ??= (await signedInAs(api, { all: 'owner' })).cookie;
      await context.addCookies([{ name: 'goalpost', value: options.cookie ?? owner!, url: console.url }]);
    }
    const page = await context.newPage();
    await page.clock.setFixedTime(NOW);
    const opened = watch(page, console.url);
    await page.goto(`${console.url}/console${place}`);
    await settled(page);
    return opened;
  };
  return Object.assign(console, { open });
}

function watch(page: Page, url: string): Opened {
  const complaints: string[] = [];
  const calls: string[] = [];
  const files: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (address.protocol !== 'blob:' && address.origin !== url) complaints.push(`asked ${request.url()}`);
    const [, called] = /^\/api(\/.*)/.exec(address.pathname) ?? [];
    if (called) calls.push(`${request.method()} ${called}`);
    const [, file] = /^\/console\/assets\/(.*)/.exec(address.pathname) ?? [];
    if (file) files.push(file);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return { page, complaints, calls, files };
}

/** Resolves when everything that was asked for is there. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main > *').first().waitFor();
  await arrived(page);
}

/** Resolves when nothing is being asked for. */
async function arrived(page: Page): Promise<void> {
  await page.locator('[aria-busy=true], .loading').first().waitFor({ state: 'detached' });
}

/**
 * Checks the accessibility and the width of what is shown, at all widths, light and dark. `name` is that of the pictures.
 * Figures that are out of date are paler, so it waits for those that were asked for.
 */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  await arrived(page);
  await page.evaluate(AXE);
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.evaluate(COLORS_ARRIVED);
      await picture(page, `${name}-${width}-${colorScheme}`);
      expect(await page.evaluate('document.documentElement.scrollWidth'), `${width} pixels`).toBe(width);
      expect(await seriousFaults(page), `${width} pixels, ${colorScheme}`).toEqual([]);
    }
  }
}

/** A color on its way to another one may be hard to read for a moment. Animations without an end are of shadows only. */
const COLORS_ARRIVED = `Promise.all(document.getAnimations()
  .filter(({ effect }) => effect.getComputedTiming().iterations !== Infinity)
  .map(({ finished }) => finished.catch(() => {})))`;

/** Keeps a picture of the whole page, if pictures are kept. */
export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
}

function seriousFaults(page: Page): Promise<string[]> {
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + failureSummary)))`);
}
