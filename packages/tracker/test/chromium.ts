import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** All hosts ending in ".test" resolve to this machine, so that pages and collector are on different sites. */
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP *.test 127.0.0.1',
];

/** `bfcache` enables the back/forward cache. Playwright cannot control a page in it. */
export function launchChromium({ bfcache = false } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: executable(),
    ignoreDefaultArgs: bfcache ? ['--disable-back-forward-cache'] : [],
    args: ARGS,
  });
}

/** Opens a page in Chromium without automation, under which it would not prerender. Returns a function that closes it. */
export async function openWithoutAutomation(url: string): Promise<() => Promise<void>> {
  const profile = await mkdtemp(join(tmpdir(), 'goalpost-tracker-'));
  const browser = spawn(executable(), [...ARGS, `--user-data-dir=${profile}`, '--remote-debugging-port=0', url], {
    stdio: 'ignore',
  });
  return async () => {
    browser.kill();
    await once(browser, 'exit');
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
}

function executable(): string {
  const path = process.env.CHROMIUM ?? PATHS.find(existsSync);
  if (!path) throw new Error("The tracker's tests need Chromium: install it, or set CHROMIUM to its path.");
  return path;
}
