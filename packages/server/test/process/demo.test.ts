import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { FIREFOX } from '../collect/track/track.js';
import { launchChromium } from '../support/chromium.js';
import { it, type Operator } from '../support/operator.js';
import { ROOT } from '../support/root.js';

const DATA = ['1:click:buy:e3', '1:url:thanks:e6', '2:click:buy:e2'];

/**
 * A clone that is installed and built. The scripts are copied, so that their data goes into this clone and a
 * developer's own demo is not touched. Everything else is linked.
 */
function cloneReady({ dir }: Operator): string {
  const clone = path.join(dir, 'clone');
  mkdirSync(path.join(clone, 'packages'), { recursive: true });
  cpSync(path.join(ROOT, 'scripts'), path.join(clone, 'scripts'), { recursive: true });
  for (const part of ['demo', 'packages/server', 'package-lock.json']) {
    symlinkSync(path.join(ROOT, part), path.join(clone, part));
  }
  writeFileSync(path.join(clone, 'package.json'), '{"type":"module","scripts":{"build":"true"}}');
  const lock = createHash('sha256')
    .update(readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex');
  mkdirSync(path.join(clone, 'node_modules'));
  writeFileSync(path.join(clone, 'node_modules/.installed'), lock);
  return clone;
}

/** Runs the demo until it has printed everything, calls `work` with the text, and ends it like Ctrl-C. */
async function duringDemo(operator: Operator, clone: string, work: (printed: string) => Promise<void>) {
  const demo = operator.start(process.execPath, ['scripts/demo.mjs'], { cwd: clone, ownGroup: true });
  let printed = '';
  demo.process.stdout!.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  try {
    await demo.said(/Ctrl-C ends the demo/);
    await work(printed);
  } finally {
    // A terminal sends Ctrl-C to the whole process group in its foreground.
    if (demo.process.exitCode === null) process.kill(-demo.process.pid!, 'SIGINT');
  }
  return demo.ended;
}

const found = (text: string, pattern: RegExp) => pattern.exec(text)?.[1] ?? expect.fail(`${pattern} is not in ${text}`);

it('the demo shows an answer and the curl command for it, ends at Ctrl-C, and keeps its data', async ({ operator }) => {
  const clone = cloneReady(operator);
  const printedIn = (printed: string) => ({
    url: found(printed, /Goalpost listens on (http:\/\/127\.0\.0\.1:\d+)\n/),
    token: found(printed, /Token of the demo project: (gp_\w{26}_[\w-]{43})\n/),
    curl: found(printed, /\n(curl -X POST [\s\S]*?}')\n/),
    answer: JSON.parse(found(printed, /\nanswers 200:\n\n([\s\S]*?\n})\n/)),
  });
  const tokens: string[] = [];
  const urls: string[] = [];

  for (const run of ['first', 'second']) {
    const { code, stderr, stdout } = await duringDemo(operator, clone, async (printed) => {
      const { url, token, curl, answer } = printedIn(printed);
      tokens.push(token);
      urls.push(url);
      expect(answer).toEqual({ error: false, data: DATA });
      const pasted = await operator.shell(curl);
      expect(JSON.parse(pasted.stdout)).toEqual(answer);
      const reference = await fetch(found(printed, /The API reference, to try requests: +(http:\S+)\n/));
      expect(reference.headers.get('content-type')).toContain('text/html');
    });
    expect({ run, code, stderr }).toEqual({ run, code: 0, stderr: '' });
    expect(stdout.includes('Creating the demo project:')).toBe(run === 'first');
    await expect(fetch(`${urls.at(-1)}/healthz`)).rejects.toThrow('fetch failed');
  }
  expect(tokens[0]).toBe(tokens[1]);
});

it('clicking through the shop of the demo shows the conversions live', async ({ operator }) => {
  const clone = cloneReady(operator);
  const { code, stderr } = await duringDemo(operator, clone, async (printed) => {
    const shop = found(printed, /A shop with the tracker on its pages: +(http:\S+)\/\n/);
    const browser = await launchChromium({ userAgent: FIREFOX });
    try {
      const context = await browser.newContext();
      const wrong: string[] = [];
      context.on('console', (message) => wrong.push(message.text()));
      context.on('requestfailed', (request) => wrong.push(request.url()));
      const live = await context.newPage();
      const streaming = live.waitForResponse(`${shop}/conversions`);
      await live.goto(`${shop}/live`);
      expect((await streaming).status()).toBe(200);
      expect(await live.locator('#none').isVisible()).toBe(true);

      const page = await context.newPage();
      await page.goto(`${shop}/`);
      await page.getByRole('link', { name: 'See the hat' }).click();
      await page.getByRole('link', { name: 'Buy now' }).click();
      await page.waitForURL(`${shop}/thanks`);
      await live.locator('tbody tr').nth(2).waitFor();

      const rows = await live.locator('tbody tr').allInnerTexts();
      const session = rows[0]!.split('\t')[5]!;
      expect(rows.map((row) => row.split('\t').slice(1)).sort()).toEqual([
        ['Buy now', 'click', '/hat', '', session],
        ['Order placed', 'url', '/thanks', '', session],
        ['Purchase', 'event', '/thanks', '49.00 EUR', session],
      ]);
      expect(session).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
      expect(await live.locator('#none').isVisible()).toBe(false);

      const console = await context.newPage();
      await console.goto(found(printed, /The console, signed in: +(http:\S+)\n/));
      expect(new URL(console.url()).origin).toBe(found(printed, /Goalpost listens on (http:\S+)\n/));
      await console.getByRole('region', { name: 'Goals' }).getByText('Order placed').waitFor();
      expect(wrong).toEqual([]);
    } finally {
      await browser.close();
    }
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
