import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { expectAccessible, NOW, settled, useConsole } from './support/console.js';
import { fillShop } from './support/shop.js';

const console = useConsole((api) => fillShop(api, NOW));

/** The last seven days, as the console asks for them at first. */
const WEEK = { start_date: '2026-11-18', end_date: '2026-11-24' };

interface Figures {
  readonly sessions: number;
  readonly converted_sessions: number;
  readonly conversions: number;
}

interface Report {
  readonly totals: Figures;
  readonly before: { readonly totals: Figures };
  readonly rows: readonly (Figures & { readonly group: Record<string, string | null> })[];
}

async function report(body: object): Promise<Report> {
  const token = await console.api.issue({ abilities: ['reports:read'] });
  const answer = await console.api.send('POST', '/reports/conversions', token, { ...WEEK, ...body });
  return answer.json().data;
}

it('the overview has no serious accessibility problem and fits every width, light and dark', async () => {
  const { page, complaints } = await console.open();
  await expectAccessible(page, 'overview');
  expect(complaints).toEqual([]);
});

it('tiles show the totals and the period before, the first view asks twice for reports', async () => {
  const { page, calls } = await console.open();
  const { totals, before } = await report({ compare: 'previous_period' });
  const tile = page.getByRole('listitem').filter({ hasText: 'Converted sessions' });
  await tile.getByText(String(totals.converted_sessions), { exact: true }).waitFor();
  await tile.getByText(`was ${before.totals.converted_sessions}`).waitFor();
  const sessions = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: 'Sessions', exact: true }) });
  await sessions.getByText(String(totals.sessions), { exact: true }).waitFor();
  expect(calls.filter((call) => call.endsWith('/reports/conversions'))).toHaveLength(2);
});

it('a tile draws its figure', async () => {
  const { page } = await console.open();
  await page.getByRole('button', { name: 'Conversion rate' }).click();
  expect(new URL(page.url()).search).toBe('?plot=conversion_rate');
  await page.getByRole('slider', { name: /^Conversion rate over time/ }).waitFor();
});

it('a click on a row filters by it, an Alt-click excludes it, and a chip takes it back', async () => {
  const { page } = await console.open();
  const panel = page.getByRole('region', { name: 'Country' });
  await panel.getByRole('button', { name: 'Netherlands' }).click();
  expect(new URL(page.url()).search).toBe('?country=%3DNL');
  await settled(page);
  const { totals } = await report({ filters: { country: ['NL'] } });
  await page.getByText(String(totals.converted_sessions), { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Remove the filter Country: Netherlands' }).click();
  expect(new URL(page.url()).search).toBe('');
  await settled(page);
  await panel.getByRole('button', { name: 'Germany' }).click({ modifiers: ['Alt'] });
  await page.getByText('Country is not Germany').waitFor();
  await settled(page);
  expect(await panel.getByRole('button', { name: 'Germany' }).count()).toBe(0);
});

it('a goal without conversions that had some before stands out, and a goal can be looked at alone', async () => {
  const { page } = await console.open();
  const goals = page.getByRole('region', { name: 'Goals' });
  const newsletter = goals.getByRole('row').filter({ hasText: 'Newsletter' });
  await newsletter.getByText('Silent').waitFor();
  expect(await goals.getByText('Silent').count()).toBe(1);
  await goals.getByRole('button', { name: 'Purchase' }).click();
  expect(new URL(page.url()).search).toBe('?goal=purchase');
  await page.getByText('Goal: Purchase').waitFor();
  await settled(page);
  const { totals } = await report({ goals: ['purchase'] });
  await page.getByText(String(totals.converted_sessions), { exact: true }).first().waitFor();
});

it('figures of rows with few sessions are marked', async () => {
  const { page } = await console.open();
  const { rows } = await report({ group_by: ['country'] });
  const few = rows.filter(({ sessions }) => sessions < 30);
  expect(few.length).toBeGreaterThan(0);
  expect(few.length).toBeLessThan(rows.length);
  const panel = page.getByRole('region', { name: 'Country' });
  expect(await panel.getByText('Fewer than 30 sessions').count()).toBe(few.length);
});

it('all rows are shown in a table that can be searched and sorted', async () => {
  const { page, complaints } = await console.open();
  const panel = page.getByRole('region', { name: 'Entry page' });
  await panel.getByRole('button', { name: 'Show all' }).click();
  const dialog = page.getByRole('dialog', { name: 'Entry page' });
  await dialog.getByRole('button', { name: 'Sessions' }).click();
  await settled(page);
  await dialog
    .getByRole('columnheader', { name: /^Sessions/ })
    .and(page.locator('[aria-sort=descending]'))
    .waitFor();
  const { rows } = await report({ group_by: ['entry_page'], sort: '-sessions' });
  expect(await dialog.getByRole('rowheader').allTextContents()).toEqual(rows.map(({ group }) => group.entry_page));
  await dialog.getByRole('searchbox').fill('SHOES');
  const found = rows.flatMap(({ group }) => (group.entry_page?.includes('shoes') ? [group.entry_page] : []));
  expect(await dialog.getByRole('rowheader').allTextContents()).toEqual(found);
  await expectAccessible(page, 'all-rows');
  expect(complaints).toEqual([]);
});

it('a panel can be saved as CSV, and copied as a command that has no token', async () => {
  const { page } = await console.open();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'More about Source' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('source.csv');
  const { rows } = await report({ group_by: ['source'] });
  const lines = readFileSync(await saved.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines).toHaveLength(rows.length + 1);
  expect(lines[0]).toMatch(/^source,sessions,converted_sessions/);
  await page.getByRole('button', { name: 'More about Source' }).click();
  await page.getByRole('button', { name: 'Copy as cURL' }).click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  expect(command).toContain(`curl -X POST '${console.url}/api/services/analytics/v1/reports/conversions'`);
  expect(command).toContain('Bearer YOUR_API_TOKEN');
  expect(command).toContain('"group_by": [\n    "source"\n  ]');
});

it('the trend is also a table', async () => {
  const { page } = await console.open();
  const trend = page.getByRole('region', { name: 'Trend' });
  await trend.getByRole('button', { name: /^More about/ }).click();
  await trend.getByRole('button', { name: 'Show as table' }).click();
  const { rows } = await report({ group_by: ['day'], sort: 'day' });
  expect(await trend.getByRole('row').count()).toBe(rows.length + 1);
  const last = trend.getByRole('row').last();
  expect(await last.getByRole('cell').first().textContent()).toBe(String(rows.at(-1)!.converted_sessions));
});

it('a note on a day is written by key, shown below the trend and at its day, and taken away', async () => {
  const { page, complaints } = await console.open();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Add a note' });
  await dialog.getByLabel('Day').fill('2026-11-20');
  await dialog.getByLabel('What happened').fill('<b>New shoes</b> in the shop');
  await expectAccessible(page, 'note-dialog');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  const notes = page.getByRole('list', { name: 'Notes' });
  await notes.getByText('<b>New shoes</b> in the shop').waitFor();
  await page.getByRole('slider').focus();
  for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  expect(await page.getByText('<b>New shoes</b> in the shop').count()).toBe(2);
  await expectAccessible(page, 'notes');
  await notes.getByRole('button', { name: /^Remove the note/ }).click();
  await notes.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

it('without sessions, without the server and without the network it says so', async () => {
  const { page } = await console.open('?from=2020-01-01&to=2020-01-31');
  await page.getByRole('heading', { name: 'No sessions in this period' }).waitFor();
  await expectAccessible(page, 'empty');
  await page.route('**/reports/conversions', (route) => route.fulfill({ status: 503, body: '' }));
  await page.keyboard.press('w');
  await page.getByRole('heading', { name: 'The server cannot answer right now' }).waitFor();
  await expectAccessible(page, 'failure');
  await page.unroute('**/reports/conversions');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('region', { name: 'Goals' }).waitFor();
  await page.context().setOffline(true);
  await page.getByText('You are offline. What you see may be out of date.').waitFor();
  await page.keyboard.press('m');
  await page.getByRole('heading', { name: 'You are offline' }).waitFor();
  await page.context().setOffline(false);
  await page.getByRole('region', { name: 'Goals' }).waitFor();
});

it.each([
  ['nl-NL', 'Geconverteerde sessies', 'Nederland'],
  ['de-DE', 'Konvertierte Sitzungen', 'Niederlande'],
  ['fr-FR', 'Converted sessions', 'Netherlands'],
])('in %s it speaks the language it can', async (locale, tile, country) => {
  const { page, files } = await console.open('', { locale });
  await page.getByRole('button', { name: tile, exact: true }).waitFor();
  await page.getByRole('button', { name: country }).waitFor();
  expect(files.filter((file) => /^(?:en|nl|de)-/.test(file))).toHaveLength(1);
});
