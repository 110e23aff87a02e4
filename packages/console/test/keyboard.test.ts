import { expect, it } from 'vitest';
import { NOW, settled, useConsole } from './support/console.js';
import { fillShop } from './support/shop.js';

const console = useConsole((api) => fillShop(api, NOW, 15));

it('letters and arrows choose the period and the page', async () => {
  const { page } = await console.open();
  const query = () => new URL(page.url()).search;
  const after = async (key: string) => {
    await page.keyboard.press(key);
    return query();
  };
  expect(await after('d')).toBe('?period=today');
  expect(await after('m')).toBe('?period=month');
  expect(await after('ArrowLeft')).toBe('?from=2026-10-01&to=2026-10-31');
  expect(await after('ArrowRight')).toBe('?from=2026-11-01&to=2026-11-30');
  // Nothing leads to days that have not come.
  expect(await after('ArrowRight')).toBe('?from=2026-11-01&to=2026-11-30');
  expect(await after('w')).toBe('');
  expect(await after('x')).toBe('?compare=none');
  expect(await after('x')).toBe('');
  expect(await after('s')).toBe('?view=sessions');
  await page.getByRole('heading', { name: /sessions$/ }).waitFor();
  expect(await after('o')).toBe('');
  await page.goBack();
  expect(query()).toBe('?view=sessions');
});

it('"?" lists the keys, and single letters can be turned off', async () => {
  const { page } = await console.open();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard' });
  await sheet.getByText('Last 7 days').waitFor();
  await sheet.getByLabel('Single letters do this').uncheck();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await page.keyboard.press('d');
  expect(new URL(page.url()).search).toBe('');
  await page.keyboard.press('ArrowLeft');
  expect(new URL(page.url()).search).toBe('?from=2026-11-11&to=2026-11-17');
});

it('a filter can be added and cleared without a pointer', async () => {
  const { page, complaints } = await console.open();
  await page.keyboard.press('f');
  await page.getByRole('dialog', { name: 'Add a filter' }).waitFor();
  await page.getByLabel('Property').selectOption('Country');
  await page.locator('datalist option[value=Germany]').waitFor({ state: 'attached' });
  await page.getByRole('combobox', { name: 'Value' }).fill('Germany');
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).search).toBe('?country=%3DDE');
  await settled(page);
  await page.getByText('Country: Germany').waitFor();
  await page.keyboard.press('Escape');
  expect(new URL(page.url()).search).toBe('');
  expect(complaints).toEqual([]);
});

it('the arrow keys move through the trend, and not through periods', async () => {
  const { page } = await console.open();
  const chart = page.getByRole('slider', { name: /^Converted sessions over time/ });
  await chart.focus();
  await page.keyboard.press('End');
  expect(await chart.getAttribute('aria-valuetext')).toMatch(/^Tue,? 24 November 2026: \d+$/);
  await page.keyboard.press('ArrowLeft');
  expect(await chart.getAttribute('aria-valuetext')).toMatch(/^Mon,? 23 November 2026: \d+$/);
  expect(new URL(page.url()).search).toBe('');
});
