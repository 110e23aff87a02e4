import { expect, it } from 'vitest';
import { expectAccessible, NOW, settled, useConsole } from './support/console.js';
import { fillShop } from './support/shop.js';

const console = useConsole((api) => fillShop(api, NOW));

it('lists goals with what they brought, and marks one that went silent', async () => {
  const { page, complaints } = await console.open('?view=goals');
  const silent = page.getByRole('row', { name: /Newsletter/ });
  await silent.getByText(/^Silent for \d+ days$/).waitFor();
  expect(await page.getByText(/^Silent/).count()).toBe(1);
  await silent.getByText('Path is exactly /newsletter/thanks').waitFor();
  const conversions = await page
    .getByRole('row', { name: /Purchase/ })
    .getByRole('link')
    .nth(1)
    .textContent();
  await page.getByRole('link', { name: conversions!, exact: true }).first().click();
  await page.getByRole('heading', { name: /sessions$/ }).waitFor();
  expect(complaints).toEqual([]);
  await page.goBack();
  await settled(page);
  await expectAccessible(page, 'goals');
});

it('a goal is made with the keyboard alone, and its preview follows what is typed', async () => {
  const { page, complaints } = await console.open('?view=goals');
  await page.getByRole('link', { name: 'New goal' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'New goal' }).waitFor();
  // Browsers focus the first field with the next frame.
  await page.getByLabel('Name', { exact: true }).and(page.locator(':focus')).waitFor();
  await page.keyboard.type('Checkout reached!');
  await page.getByText('Key: checkout-reached').waitFor();
  await page.getByLabel('Text').focus();
  await page.keyboard.type('/check');
  const preview = page.getByRole('region', { name: 'What it would have matched' });
  await preview.getByText('Examples').waitFor();
  expect(await preview.locator('mark').allTextContents()).toEqual(Array(10).fill('/check'));
  const titles = await preview.locator('.bars title').allTextContents();
  expect(titles).toHaveLength(30);
  const ofDays = titles.reduce((sum, title) => sum + Number(title.split(': ')[1]), 0);
  expect(ofDays).toBe(Number(await preview.locator('dd').first().textContent()));
  const matches = async () => (await preview.locator('dd').first().textContent())!;
  const before = await matches();
  await page.keyboard.press('Backspace');
  await page.keyboard.type('kout/nowhere');
  await preview.getByText(/matches none of the/).waitFor();
  expect(await matches()).toBe('0');
  for (let count = 0; count < '/nowhere'.length; count++) await page.keyboard.press('Backspace');
  await preview.getByText('Examples').waitFor();
  expect(await matches()).toBe(before);
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: /Checkout reached!/ });
  await row.getByText('Path begins with /chec').waitFor();
  await console.api.finishWork();
  await row.getByRole('link', { name: before, exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

it('the editor fits every width, light and dark', async () => {
  const { page } = await console.open('?view=goals&edited=');
  await page.getByLabel('Name').fill('Buy button');
  await page.getByRole('radio', { name: 'A click' }).check();
  await page.getByLabel('CSS selector').fill('a.buy');
  await page.getByText('Examples').waitFor();
  await settled(page);
  await expectAccessible(page, 'goal-editor');
});

it('what is wrong stands at its field', async () => {
  const { page } = await console.open('?view=goals&edited=');
  await page.getByLabel('Name').fill('Purchase');
  await page.getByRole('radio', { name: 'A click' }).check();
  const selector = page.getByLabel('CSS selector');
  await selector.fill('a:hover');
  await page.getByText('This rule cannot be tried yet').waitFor();
  expect(await selector.getAttribute('aria-invalid')).toBe('true');
  await selector.fill('a.buy');
  await page.getByText('Examples').waitFor();
  await page.getByRole('button', { name: 'Create goal' }).click();
  // Its key, which is made of the name, is taken.
  await page.getByLabel('Key', { exact: true }).waitFor();
  expect(await page.getByLabel('Key', { exact: true }).getAttribute('aria-invalid')).toBe('true');
});

it('deleting says what goes with it, and takes it away', async () => {
  const { page, complaints } = await console.open('?view=goals&edited=contact');
  await page.getByRole('button', { name: 'Delete goal' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete “Contact page”?' });
  await dialog.getByText(/^All its \d+ conversions go with it/).waitFor();
  await dialog.getByRole('button', { name: 'Delete goal' }).click();
  await page.getByRole('row', { name: /Purchase/ }).waitFor();
  await page.getByRole('row', { name: /Contact page/ }).waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});
