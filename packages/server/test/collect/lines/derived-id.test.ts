import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { DerivedIds } from '#goalpost/collect/lines/derived-id.js';
import { ID_PATTERNS } from '#goalpost/model/ids.js';

const digest = (content: string) => createHash('sha256').update(content).digest('base64url');

function idsOf(...contents: string[]): string[] {
  const ids = new DerivedIds();
  const found = contents.map((content) => ids.next(content, 1_767_434_400_000));
  ids.close();
  return found;
}

it('an id is the SHA-256 of the content, and repeats are numbered', () => {
  expect(idsOf('a', 'b', 'a', 'a', 'b')).toEqual([
    digest('a'),
    digest('b'),
    `${digest('a')}-1`,
    `${digest('a')}-2`,
    `${digest('b')}-1`,
  ]);
});

it('the same source gives the same ids', () => {
  expect(idsOf('a', 'b', 'a')).toEqual(idsOf('a', 'b', 'a'));
});

it('every id is a valid event id', () => {
  const ids = idsOf(...Array<string>(5000).fill('a'));
  expect(new Set(ids).size).toBe(5000);
  expect(ids.filter((id) => !new RegExp(ID_PATTERNS.event).test(id))).toEqual([]);
});

it('closing works without use, and twice', () => {
  const ids = new DerivedIds();
  ids.close();
  ids.next('a', 0);
  ids.close();
  ids.close();
});
