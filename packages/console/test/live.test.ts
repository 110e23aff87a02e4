import { expect, it } from 'vitest';
import { customEvent, visit } from '../../server/test/support/builders.js';
import { expectAccessible, NOW, useConsole } from './support/console.js';
import { fillShop } from './support/shop.js';

const MINUTE = 60_000;

const console = useConsole(async (api) => {
  await fillShop(api, NOW, 2);
  await api.record(
    ...[1, 2, 3, 40].map((minutes) =>
      visit('https://shop.example/sale', { sessionId: `ago-${minutes}`, at: NOW - minutes * MINUTE }),
    ),
  );
});

it('shows a conversion as soon as it is stored, with the way to its session', async () => {
  // The clock of the store, which keeps conversions for followers.
  console.api.now = NOW;
  const { page, complaints } = await console.open('?view=live');
  await page.getByText('Connected').waitFor();
  await page.getByText('Waiting for the next conversion').waitFor();
  const at = NOW - 5000;
  await console.api.record(
    visit('https://shop.example/checkout', { sessionId: 'now', at, title: '<b>Checkout</b>' }),
    customEvent('purchase', { sessionId: 'now', id: 'e2', at: at + 1000, value: '49.00', currency: 'EUR' }),
  );
  const log = page.getByRole('log', { name: 'Conversions' });
  const conversion = log.getByRole('listitem').filter({ hasText: 'Purchase' });
  await conversion.getByText('€49.00').waitFor();
  await expectAccessible(page, 'live');
  await conversion.getByRole('link').click();
  await page.getByRole('dialog', { name: 'Session' }).getByText('<b>Checkout</b>').waitFor();
  expect(complaints).toEqual([]);
});

it('shows the sessions of the last half hour by source and page', async () => {
  const { page, complaints } = await console.open('?view=live');
  const [, count] = /^(\d+) sessions? began/.exec((await page.getByText(/began in the last/).textContent())!)!;
  const sums = await page
    .getByRole('region', { name: 'Source' })
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.slice(1).reduce((sum, row) => sum + Number((row as HTMLTableRowElement).cells[1]!.textContent), 0),
    );
  expect(Number(count)).toBeGreaterThanOrEqual(3);
  expect(sums).toBe(Number(count));
  expect(await page.getByRole('region', { name: 'Sessions of the last' }).getByRole('listitem').count()).toBe(
    Math.min(12, Number(count)),
  );
  expect(complaints).toEqual([]);
});
