import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TRACKED_ATTRIBUTES, TRACKED_TEXT_CHARACTERS } from '#goalpost/model/event-limits.js';
import { ROOT } from '../../support/root.js';

it('rules are judged by the attributes and the length of a text that the tracker sends', () => {
  const source = (name: string) => readFileSync(`${ROOT}packages/tracker/src/${name}.ts`, 'utf8');
  expect(source('chain')).toContain(`/^(data-.+|${TRACKED_ATTRIBUTES.join('|')})$/`);
  expect(source('text')).toContain(`TEXT_CHARACTERS_MAX = ${TRACKED_TEXT_CHARACTERS};`);
});
