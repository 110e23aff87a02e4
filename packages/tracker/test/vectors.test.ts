import { readFileSync } from 'node:fs';
import type { JSHandle, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import type { ChainElement } from './contract.js';
import { test } from './tracked.js';

interface Click {
  readonly type: string;
  readonly text?: string | null;
  readonly element?: readonly ChainElement[];
}

/** The clicks of the server matcher's test vectors. */
const VECTORS = new URL('../../server/test/vectors/matching.json', import.meta.url);
const { cases }: { cases: { title: string; event: Click }[] } = JSON.parse(readFileSync(VECTORS, 'utf8'));
const clicks = cases.map(({ title, event }) => ({ title, ...event })).filter(({ type }) => type === 'click');

/** Removes duplicates. Each part keeps the title of its first case. */
function distinct<Part>(parts: readonly { title: string; part: Part }[]): { title: string; part: Part }[] {
  const keys = parts.map(({ part }) => JSON.stringify(part));
  return parts.filter((_part, index) => keys.indexOf(keys[index]!) === index);
}

const chains = distinct(
  clicks.flatMap(({ title, element }) => (element && element.length > 0 ? [{ title, part: element }] : [])),
);
const texts = distinct(clicks.flatMap(({ title, text }) => (text ? [{ title, part: text }] : [])));

const SENT = /^(data-.+|href|type|role|name|title|download|target|aria-label)$/;

/** A chain in the form that the tracker sends: only the attributes in docs/tracker.md, and with body at the end. */
function asTracked(chain: readonly ChainElement[]): ChainElement[] {
  const inside = chain
    .filter(({ tag }) => tag !== 'html' && tag !== 'body')
    .map(({ tag, attributes = {}, ...rest }) => {
      const sent = Object.entries(attributes).filter(([name]) => SENT.test(name));
      return { tag: tag.toLowerCase(), ...rest, ...(sent.length > 0 && { attributes: Object.fromEntries(sent) }) };
    });
  return [...inside, { tag: 'body' }];
}

/** Adds the elements of a chain to the page, nested, and returns the innermost. Uses the DOM, as parsers do not nest links. */
function build(page: Page, chain: readonly ChainElement[]): Promise<JSHandle<Element>> {
  return page.evaluateHandle((elements) => {
    let innermost: Element = document.body;
    for (const { tag, id, classes, attributes = {} } of elements.toReversed()) {
      if (tag === 'html' || tag === 'body') continue;
      const element = document.createElement(tag);
      if (id !== undefined) element.id = id;
      if (classes) element.className = classes.join(' ');
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      innermost.append(element);
      innermost = element;
    }
    innermost.append('Click me');
    addEventListener('click', (click) => click.preventDefault());
    return innermost;
  }, chain as ChainElement[]);
}

describe("for a real click, the tracker sends the same as the matcher's vectors", () => {
  test.for(chains)('the chain of: $title', async ({ part: chain }, { site, page, leave }) => {
    await page.goto(site.page('/'));
    await (await build(page, chain)).asElement()!.click();
    const [, click] = await leave();
    expect(click?.element).toEqual(asTracked(chain));
  });

  test.for(texts)('the text of: $title', async ({ part: text }, { site, page, leave }) => {
    await page.goto(site.page('/', `<button type="button">${text}</button>`));
    await page.click('button');
    const [, click] = await leave();
    expect(click?.text).toBe(text.replace(/\s+/g, ' ').trim());
  });
});
