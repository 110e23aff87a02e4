import { expect, it } from 'vitest';
import { expectAccessible, NOW, settled, useConsole } from './support/console.js';
import { fillShop } from './support/shop.js';

const console = useConsole((api) => fillShop(api, NOW));

/** The number at the beginning of a text. */
const numberIn = (text: string | null) => Number.parseInt(text!.replaceAll(',', ''), 10);

const FUNNEL = '?view=funnels&period=28d&step=%2Fshoes%2F*&step=buy&step=purchase';

it('shows how many went on and how many left, and opens both', async () => {
  const { page, complaints } = await console.open(FUNNEL);
  const links = page.locator('.between a');
  const texts = await links.allTextContents();
  expect(texts).toHaveLength(4);
  const numbers = texts.map(numberIn);
  const began = numberIn(await page.locator('.funnel-step a').first().textContent());
  expect(numbers[0]! + numbers[1]!).toBe(began);
  expect(numbers[2]! + numbers[3]!).toBe(numbers[0]);
  for (const [index, total] of [numbers[0]!, numbers[1]!].entries()) {
    await links.nth(index).click();
    await page.getByRole('heading', { name: `${total} sessions` }).waitFor();
    await page
      .getByText(index === 0 ? 'Reached step 2 of the funnel' : 'Left after step 1 of the funnel', { exact: true })
      .waitFor();
    await page.goBack();
    await settled(page);
  }
  expect(complaints).toEqual([]);
  await expectAccessible(page, 'funnel');
});

it('is split by a property, next to the period before', async () => {
  const { page, complaints } = await console.open(`${FUNNEL}&by=device`);
  const rows = page.getByRole('table').getByRole('row');
  await rows.nth(1).waitFor();
  const sums = await rows.evaluateAll((all) =>
    all.slice(1).reduce((sum, row) => sum + Number((row as HTMLTableRowElement).cells[1]!.textContent), 0),
  );
  expect(sums).toBe(numberIn(await page.locator('.funnel-step a').first().textContent()));
  expect(await page.locator('.funnel-bar b').count()).toBe(3);
  await rows.nth(1).getByRole('button').click();
  await page.getByText('Device: Mobile').waitFor();
  expect(complaints).toEqual([]);
  await expectAccessible(page, 'funnel-split');
});

it('is built, saved, changed and deleted with the keyboard alone', async () => {
  const { page, complaints } = await console.open('?view=funnels');
  await page.getByRole('heading', { name: 'Choose the steps' }).waitFor();
  const first = page.getByLabel('Step 1', { exact: true });
  await first.focus();
  await page.keyboard.type('A page');
  await page.getByLabel('Path of step 1').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('/shoes/*');
  await page.keyboard.press('Tab');
  await page.getByLabel('Step 2', { exact: true }).focus();
  await page.keyboard.type('Buy');
  await page.locator('.funnel-step').nth(1).waitFor();
  await page.getByRole('button', { name: 'Save funnel' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Save funnel' }).waitFor();
  await page.keyboard.type('From shoes to the cart');
  await page.keyboard.press('Enter');
  const saved = page.getByRole('navigation', { name: 'Saved funnels' });
  await saved.getByRole('link', { name: 'From shoes to the cart' }).waitFor();
  await page.getByRole('button', { name: 'Add a step' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Step 3', { exact: true }).focus();
  await page.keyboard.type('Purchase');
  await page.getByRole('button', { name: 'Save changes' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' });
  await page.goto(`${console.url}/console?view=funnels`);
  await saved.getByRole('link', { name: 'From shoes to the cart' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.funnel-step').nth(2).waitFor();
  expect(await page.getByRole('button', { name: 'Save changes' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Delete' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).focus();
  await page.keyboard.press('Enter');
  await saved.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

it('keeps filters that it has no chip for when it saves a funnel of the API', async () => {
  const token = await console.api.issue({ abilities: ['reports:read', 'goals:write'] });
  const steps = [{ goal: 'buy' }, { goal: 'purchase' }];
  const filters = { country: ['NL', 'DE'], origin: 'trusted', conversion_types: ['click', 'event'] };
  const body = { key: 'trusted', name: 'Trusted', steps, filters };
  expect((await console.api.send('POST', '/funnels', token, body)).statusCode).toBe(201);
  const { page, complaints } = await console.open('?view=funnels');
  await page.getByRole('link', { name: 'Trusted' }).click();
  await page.getByText('2 filters of the API: origin, conversion_types').waitFor();
  await settled(page);
  const save = page.getByRole('button', { name: 'Save changes' });
  expect(await save.count()).toBe(0);
  await page.getByRole('button', { name: 'Remove the filter Country: Germany' }).click();
  await save.click();
  await save.waitFor({ state: 'detached' });
  const [{ filters: kept }] = (await console.api.send('GET', '/funnels', token)).json().data;
  expect(kept).toMatchObject({
    country: { is: ['NL'] },
    origin: 'trusted',
    conversion_types: ['click', 'event'],
  });
  await page.getByRole('button', { name: /^Remove the filter 2 filters/ }).click();
  await save.waitFor();
  expect(complaints).toEqual([]);
});
