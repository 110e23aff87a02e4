import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PAGES } from '../support/pages.js';
import { ROOT } from '../support/root.js';

const read = (page: string) => readFileSync(path.join(ROOT, page), 'utf8');
const linksIn = (text: string) => [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target]) => target!);

/** The anchor of a heading, as GitHub forms it. */
const anchorsIn = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

it.each(PAGES)('every link of %s has a target', (page) => {
  for (const link of linksIn(read(page))) {
    const [target = '', anchor] = link.split('#');
    const place = target === '' ? page : path.join(path.dirname(page), target);
    expect(existsSync(path.join(ROOT, place)), link).toBe(true);
    if (anchor !== undefined) expect(anchorsIn(read(place)), link).toContain(anchor);
  }
});
