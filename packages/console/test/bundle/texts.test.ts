import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { de } from '../../src/texts/de.js';
import { en } from '../../src/texts/en.js';
import { nl } from '../../src/texts/nl.js';

const SOURCE = new URL('../../src/', import.meta.url);
const source = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/^texts\/(?:\w+\/)?(?:en|nl|de)\.ts$/.test(name))
  .map((name) => readFileSync(new URL(name, SOURCE), 'utf8'))
  .join('\n');

it.each(Object.entries({ nl, de }))('%s has the keys of English, with the same values to fill in', (_, texts) => {
  expect(Object.keys(texts)).toEqual(Object.keys(en));
  const values = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
  for (const [key, text] of Object.entries(en)) {
    const other = texts[key as keyof typeof en];
    expect(other, key).not.toBe('');
    expect(values(other), key).toEqual(values(text));
  }
});

it('every text is used', () => {
  // Keys are written out, or made of a prefix and a name: `period.${name}`.
  const prefixes = [...source.matchAll(/`([a-zA-Z.-]+\.)\$\{/g)].map(([, prefix]) => prefix!);
  const unused = Object.keys(en).filter(
    (key) => !source.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});
