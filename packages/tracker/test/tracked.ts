import type { Browser, Page } from 'playwright-core';
import { test as base, expect } from 'vitest';
import { launchChromium } from './chromium.js';
import { Collector } from './collector.js';
import type { TrackedEvent } from './contract.js';
import { Site } from './site.js';

declare global {
  interface Window {
    goalpost(...call: unknown[]): void;
  }
}

interface World {
  browser: Browser;
  collector: Collector;
  site: Site;
  /** A new visitor's tab. Its console messages and errors are collected in `console`. */
  page: Page;
  console: string[];
  /** Leaves the page and returns all its events. A last event, `fence`, shows that all others have arrived. */
  leave(page?: Page): Promise<TrackedEvent[]>;
}

export const test = base.extend<World>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the pattern
    async ({}, use) => {
      const browser = await launchChromium();
      await use(browser);
      await browser.close();
    },
    { scope: 'file' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the pattern
  collector: async ({}, use) => {
    const collector = new Collector();
    await collector.start();
    await use(collector);
    await collector.stop();
    expect(collector.faults).toEqual([]);
  },
  site: async ({ collector }, use) => {
    const site = new Site(collector);
    await site.start();
    await use(site);
    await site.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the pattern
  console: async ({}, use) => use([]),
  page: async ({ browser, console }, use) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.on('console', (message) => console.push(message.text()));
    page.on('pageerror', (error) => console.push(String(error)));
    await use(page);
    await context.close();
  },
  leave: async ({ page, collector }, use) => {
    await use(async (left = page) => {
      const isFence = ({ name }: TrackedEvent) => name === 'fence';
      // The page may be on its way to another one, which has no tracker yet.
      await left.waitForFunction(() => {
        window.goalpost?.('fence');
        return 'goalpost' in window;
      });
      await left.goto('about:blank');
      await collector.until(() => collector.events.some(isFence));
      return collector.events.filter((event) => !isFence(event));
    });
  },
});

/** Whether the browser wrote this line about a failed request, which no script can prevent. */
export function isNetworkError(line: string): boolean {
  return line.startsWith('Failed to load resource');
}

/** An event in a few words: "visit /a", "click a#buy", "event purchase". */
export function inShort({ type, url, name, element }: TrackedEvent): string {
  if (type === 'event') return `event ${name}`;
  if (type === 'visit') return `visit ${url.replace(/^https?:\/\/[^/]+/, '')}`;
  const [{ tag, id } = { tag: '?', id: undefined }] = element ?? [];
  return id ? `click ${tag}#${id}` : `click ${tag}`;
}

/** An event without the fields that differ in each run. */
export function withoutIdAndAge({ id: _id, age: _age, ...rest }: TrackedEvent): Omit<TrackedEvent, 'id' | 'age'> {
  return rest;
}
