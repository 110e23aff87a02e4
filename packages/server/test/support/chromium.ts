import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Without the last four, Chromium spends time on attempts to reach services of its maker. */
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Headless Chromium's own user agent counts as a bot, so `userAgent` replaces it. It is set for the whole browser,
 * because Playwright's setting for a page does not apply to requests that are sent while the page is left. Every host
 * below `.example` is this machine.
 */
export function launchChromium({ userAgent }: { readonly userAgent: string }): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find(existsSync);
  if (!executablePath) throw new Error('These tests need Chromium: install it, or name another in CHROMIUM.');
  return chromium.launch({
    executablePath,
    args: [...ARGS, `--user-agent=${userAgent}`, '--host-resolver-rules=MAP *.example 127.0.0.1'],
  });
}
