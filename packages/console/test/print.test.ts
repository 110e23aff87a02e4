import { expect, it } from 'vitest';
import { NOW, picture, useConsole } from './support/console.js';
import { fillShop } from './support/shop.js';

const console = useConsole((api) => fillShop(api, NOW, 15));

it('on paper there are figures, the period and the filters, and no controls', async () => {
  const { page } = await console.open('?country=%3DNL', { width: 800 });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await picture(page, 'print');
  for (const name of ['More about Source', 'Earlier period', 'Filter', 'Account, appearance and language']) {
    expect(await page.getByRole('button', { name, exact: true }).count(), name).toBe(0);
  }
  expect(await page.getByRole('navigation').count()).toBe(0);
  await page.getByText('18 – 24 Nov 2026').waitFor();
  await page.getByText('Country: Netherlands').waitFor();
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
});
