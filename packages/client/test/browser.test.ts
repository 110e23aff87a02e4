import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Goalpost, ImportEvent } from '@goalpost/client';
import { ABILITIES } from '@goalpost/server/dist/model/token.js';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchChromium } from '../../tracker/test/chromium.js';
import { SHOP, useServer } from './support/server.js';

/** What the page puts where a test can reach it. */
declare const goalpost: Goalpost;

const DIST = new URL('../dist/', import.meta.url);

/** A site whose page loads the modules of the client as they are. */
const site = createServer((request, response) => {
  const module = /^\/client\/([\w-]+\.js)$/.exec(request.url ?? '')?.[1];
  if (module) response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(new URL(module, DIST)));
  else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Shop</title>');
});
const corsOrigins: string[] = [];
const server = useServer({ corsOrigins });
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  corsOrigins.push(`http://127.0.0.1:${(site.address() as AddressInfo).port}`);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  site.close();
});
beforeEach(async () => {
  await page?.close();
  page = await browser.newPage();
  await page.goto(corsOrigins[0]!);
  await openClient(await server.issue({ abilities: ABILITIES }));
});

/** As a site's own script would, with `import`. */
async function openClient(token: string, retriesMax = 3): Promise<void> {
  const options = JSON.stringify({ url: server.url, token, retriesMax });
  const script = `import('/client/index.js').then(({ Goalpost, GoalpostError }) => {
    Object.assign(globalThis, { goalpost: new Goalpost(${options}), GoalpostError });
  })`;
  await page.evaluate(script);
}

it('a page of another origin reads conversions, one by one and all at once', async () => {
  await server.openShop();
  const seen = await page.evaluate(async () => {
    const iterated: string[] = [];
    for await (const id of goalpost.conversions({ sessionIds: [1, 2, 3], limit: 2 })) iterated.push(id);
    return { iterated, counts: await goalpost.getConversions({ sessionIds: [1, 2, 3], key: 'count' }) };
  });
  expect(seen).toEqual({
    iterated: ['1:click:buy:e3', '1:event:purchase:e5', '1:url:thanks:e6', '2:click:buy:e2', '3:url:thanks:e2'],
    counts: [3, 1, 1],
  });
});

it('it creates, changes and deletes goals', async () => {
  const names = await page.evaluate(async () => {
    const rule = { match: 'prefix', pattern: '/thanks' } as const;
    const created = await goalpost.goals.create({ key: 'thanks', name: 'Thanks', type: 'url', rule });
    const updated = await goalpost.goals.update('thanks', { name: 'Thank you' });
    await goalpost.goals.delete('thanks');
    return [created.name, updated.name, await goalpost.goals.list()];
  });
  expect(names).toEqual(['Thanks', 'Thank you', []]);
});

it.each(['list', 'iterable', 'stream', 'file'])('it imports events: %s', async (kind) => {
  const summary = await page.evaluate(
    async ([kind, text]) => {
      const events: ImportEvent[] = text!
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const file = new File([text!], 'shop.ndjson');
      const sources = { list: events, iterable: new Set(events), stream: file.stream(), file };
      return goalpost.importEvents(sources[kind as keyof typeof sources]);
    },
    [kind, SHOP],
  );
  expect(summary).toMatchObject({ lines: 13, stored: 13, truncated: null });
});

it('it is told what went wrong, headers included', async () => {
  await openClient(await server.issue({ rateLimit: 0 }), 0);
  const error = await page.evaluate(async () => {
    const { kind, retryAfter, message } = await goalpost.getConversions({ sessionIds: [1] }).catch((error) => error);
    return { kind, retryAfter, message };
  });
  expect(error).toEqual({ kind: 'rate_limited', retryAfter: 60, message: 'Too Many Requests' });
});

it('a page of an origin that may not call the API gets a network error, since the browser says no more', async () => {
  corsOrigins.length = 0;
  const origin = page.url();
  const kind = await page.evaluate(() =>
    goalpost.getConversions({ sessionIds: [1] }).catch((error) => `${error.kind}: ${error.message}`),
  );
  corsOrigins.push(origin.replace(/\/$/, ''));
  expect(kind).toBe('network: No whole answer came (Failed to fetch).');
});

it('a call ends when it is aborted', async () => {
  const kind = await page.evaluate(() => {
    const controller = new AbortController();
    const call = goalpost.getConversions({ sessionIds: [1] }, { signal: controller.signal });
    controller.abort();
    return call.catch((error) => error.kind);
  });
  expect(kind).toBe('aborted');
});
