import { expect, it } from 'vitest';
import { afterParsingTogether } from '#goalpost/http/parse-together.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('requests of one turn go on at its end, in order, and those that come meanwhile in the next', async () => {
  const hook = afterParsingTogether() as unknown as (request: null, reply: null, done: () => void) => void;
  const gone: string[] = [];
  hook(null, null, () => {
    gone.push('a');
    hook(null, null, () => gone.push('of the next turn'));
  });
  hook(null, null, () => gone.push('b'));
  await null;
  expect(gone).toEqual([]);
  await turn();
  expect(gone).toEqual(['a', 'b']);
  await turn();
  expect(gone).toEqual(['a', 'b', 'of the next turn']);
});
