import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Headless, Chromium names itself a bot. `userAgent` is what it says instead: for the whole browser, because what
 * playwright sets for a page does not hold for what is sent while that page is left.
 */
export function launchChromium({ userAgent }: { readonly userAgent: string }): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find(existsSync);
  if (!executablePath) throw new Error('These tests need Chromium: install it, or name another in CHROMIUM.');
  return chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', `--user-agent=${userAgent}`],
  });
}
