import { expect, it } from 'vitest';
import { expectAccessible, NOW, useConsole } from './support/console.js';
import { fillShop } from './support/shop.js';

const console = useConsole((api) => fillShop(api, NOW));

it('the overview has no serious accessibility problem and fits every width, light and dark', async () => {
  const { page, complaints } = await console.open();
  await expectAccessible(page, 'overview');
  expect(complaints).toEqual([]);
});
