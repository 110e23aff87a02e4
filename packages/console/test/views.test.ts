import { expect, it } from 'vitest';
import { NOW, settled, useConsole } from './support/console.js';
import { fillShop } from './support/shop.js';

const console = useConsole((api) => fillShop(api, NOW, 2));

it('a view is saved with its period and filters, opened and deleted', async () => {
  const { page, complaints } = await console.open('?period=28d&device=%3Dmobile');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByLabel('Name of this view').fill('Phones <b>this month</b>');
  await page.keyboard.press('Enter');
  const saved = page.getByRole('button', { name: 'Phones <b>this month</b>', exact: true });
  await saved.waitFor();
  await page.goto(`${console.url}/console?view=sessions`);
  await settled(page);
  await page.getByRole('button', { name: 'Views' }).click();
  await saved.click();
  await page.getByText('Device: Mobile').waitFor();
  expect(new URL(page.url()).search).toBe('?period=28d&device=%3Dmobile');
  await page.getByRole('button', { name: 'Views' }).click();
  const first = page.getByRole('button', { name: 'Open the console with “Phones <b>this month</b>”' });
  await first.click();
  await first.and(page.locator('[aria-pressed=true]')).waitFor();
  await page.goto(`${console.url}/console`);
  await page.getByText('Device: Mobile').waitFor();
  expect(new URL(page.url()).search).toBe('?period=28d&device=%3Dmobile');
  // An address that says something is not replaced.
  await page.goto(`${console.url}/console?period=90d`);
  await settled(page);
  expect(new URL(page.url()).search).toBe('?period=90d');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'Delete “Phones <b>this month</b>”?' }).click();
  await page.getByText('No saved views yet').waitFor();
  expect(complaints).toEqual([]);
});
