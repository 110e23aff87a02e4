import { expect, it } from 'vitest';
import { expectAccessible, NOW, settled, useConsole } from './support/console.js';
import { fillShop } from './support/shop.js';

const console = useConsole((api) => fillShop(api, NOW, 16));

it.each([
  ['Converted', '?view=sessions&source=%3DGoogle&converted=yes'],
  ['Sessions', '?view=sessions&source=%3DGoogle'],
])('the figure under %s opens as many sessions', async (column, query) => {
  const { page, complaints } = await console.open();
  const panel = page.getByRole('region', { name: 'Source' });
  const columns = await panel.getByRole('columnheader').allTextContents();
  const index = columns.findIndex((text) => text.startsWith(column));
  const figure = panel
    .getByRole('row')
    .filter({ hasText: 'Google' })
    .getByRole('cell')
    .nth(index - 1);
  const count = await figure.textContent();
  await figure.getByRole('link').click();
  await page.getByRole('heading', { name: `${count} sessions` }).waitFor();
  expect(new URL(page.url()).search).toBe(query);
  await settled(page);
  await expectAccessible(page, 'sessions');
  expect(complaints).toEqual([]);
});

it('conversions of a goal open the sessions they happened in, and one of them its timeline with the goal', async () => {
  const { page, complaints } = await console.open();
  const row = page.getByRole('region', { name: 'Goals' }).getByRole('row').filter({ hasText: 'Purchase' });
  await row.getByRole('link').first().click();
  await settled(page);
  await page.getByRole('rowheader').first().getByRole('link').click();
  const timeline = page.getByRole('dialog', { name: 'Session' });
  await timeline.getByRole('listitem').filter({ hasText: 'purchase' }).getByText('Purchase', { exact: true }).waitFor();
  await timeline.getByText('Checkout').first().waitFor();
  await expectAccessible(page, 'timeline');
  await page.keyboard.press('Escape');
  await timeline.waitFor({ state: 'detached' });
  expect(new URL(page.url()).search).toBe('?view=sessions&goal=purchase&converted=period');
  expect(complaints).toEqual([]);
});

it('sessions can be sorted and paged through', async () => {
  const { page } = await console.open('?view=sessions');
  await page.getByRole('button', { name: 'Duration' }).click();
  await settled(page);
  const seconds = async () => {
    const cells = await page.getByRole('row').locator('td:nth-child(3)').allTextContents();
    return cells.map((text) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
  };
  const first = await seconds();
  expect(first).toEqual(first.toSorted((one, other) => other - one));
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Page 2 of').waitFor();
  await settled(page);
  expect((await seconds())[0]!).toBeLessThanOrEqual(first.at(-1)!);
});
