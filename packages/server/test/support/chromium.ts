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

interface Options {
  readonly userAgent: string;
  readonly ports?: Readonly<Record<string, number>>;
}

/**
 * Headless Chromium's own user agent counts as a bot, so `userAgent` replaces it. It is set for the whole browser,
 * because Playwright's setting for a page does not apply to requests that are sent while the page is left. Every host
 * below `.example` is this machine; `ports` says where on it a host without a port in its address is.
 */
export function launchChromium({ userAgent, ports = {} }: Options): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find(existsSync);
  if (!executablePath) throw new Error('These tests need Chromium: install it, or name another in CHROMIUM.');
  const hosts = [...Object.entries(ports).map(([host, port]) => `${host} 127.0.0.1:${port}`), '*.example 127.0.0.1'];
  const rules = hosts.map((one) => `MAP ${one}`).join(', ');
  return chromium.launch({
    executablePath,
    args: [...ARGS, `--user-agent=${userAgent}`, `--host-resolver-rules=${rules}`],
  });
}
