import type { ProjectId } from '@goalpost/server/dist/model/ids.js';
import { expect, it } from 'vitest';
import { visit } from '../../../server/test/support/builders.js';
import { expectAccessible, NOW, settled, useConsole } from '../support/console.js';

const console = useConsole(async () => {});
const P1 = 'p1' as ProjectId;

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const ROBOT = 'Googlebot/2.1 (+http://www.google.com/bot.html)';

/** A line of an access log in the combined format. */
const logged = (time: string, path: string, userAgent = FIREFOX, address = '203.0.113.7') =>
  `${address} - - [${time} +0000] "GET ${path} HTTP/1.1" 200 512 "-" "${userAgent}"`;

it('waits for the first visit, says why nothing comes, and shows the visit as soon as it is there', async () => {
  await console.api.store.projects.update(P1, { allowedOrigins: ['https://www.shop.example'] });
  const { page, complaints } = await console.open();
  await page.getByRole('heading', { name: 'Waiting for the first visit of Shop' }).waitFor();
  await page.getByText(`<script defer src="${console.url}/t.js" data-site="site-p1"></script>`).waitFor();
  await page.getByText('Nothing has arrived yet').waitFor();
  await expectAccessible(page, 'first-visit');
  const refused = await fetch(`${console.url}/api/services/analytics/v1/track`, {
    method: 'POST',
    headers: { origin: 'https://shop.example', referer: 'https://shop.example/sale', 'user-agent': FIREFOX },
    body: JSON.stringify({ site: 'site-p1', events: [{ type: 'visit', age: 0, url: 'https://shop.example/sale' }] }),
  });
  expect(refused.status).toBe(403);
  await page.clock.resume();
  await page.getByText('https://shop.example/sale').waitFor();
  await page.getByText('The project does not allow pages of this origin. 1 time in the last hour').waitFor();
  await expectAccessible(page, 'first-visit-refused');
  await page.getByRole('button', { name: 'Allow https://shop.example' }).click();
  await expect
    .poll(async () => (await console.api.store.projects.find(P1))?.allowedOrigins)
    .toEqual(['https://www.shop.example', 'https://shop.example']);
  await console.api.record(visit('https://shop.example/', { at: NOW - 60_000 }));
  await page.getByRole('region', { name: 'Trend' }).waitFor();
  await settled(page);
  expect(complaints).toEqual([]);
});

it('a project is made, begins with a log, and is deleted when its name was typed', async () => {
  const { page, complaints } = await console.open('?view=settings&section=project');
  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByLabel('Name').fill('Boots <b>');
  await dialog.getByLabel('Address of the site').fill('boots.example');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  const site = dialog.getByLabel('Address of the site').and(page.locator('[aria-invalid=true]'));
  await site.waitFor();
  expect(complaints.splice(0).every((complaint) => /422/.test(complaint))).toBe(true);
  await site.fill('https://boots.example');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await page.getByRole('heading', { name: 'Waiting for the first visit of Boots <b>' }).waitFor();

  const lines = [
    logged('01/Oct/2026:09:00:00', '/'),
    logged('01/Oct/2026:09:01:00', '/sale'),
    logged('01/Oct/2026:09:01:00', '/boots.css'),
    logged('02/Oct/2026:09:00:00', '/', ROBOT),
    'not a line of a log',
    logged('05/Oct/2026:09:00:00', '/sale'),
  ];
  const log = { name: 'access.log', mimeType: 'text/plain', buffer: Buffer.from(`${lines.join('\n')}\n`) };
  await page.getByLabel('File').setInputFiles(log);
  await page.getByLabel('Address of the site').fill('boots');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByLabel('Address of the site').and(page.locator('[aria-invalid=true]')).waitFor();
  expect(complaints.splice(0).every((complaint) => /422/.test(complaint))).toBe(true);
  await page.getByLabel('Address of the site').fill('https://boots.example');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: 'What became of access.log' }).waitFor();
  const counts = page.locator('.imported dl > div');
  expect(await counts.allTextContents()).toEqual([
    expect.stringMatching(/^Format/),
    'Lines read6',
    'Stored3',
    'Stored before0',
    'Left out on purpose2 (bots 1, files of pages 1)',
    'Not usable1 (not in the format 1)',
  ]);
  await page.getByText(/^Line 5: /).waitFor();
  await expectAccessible(page, 'imported');
  await page.getByRole('link', { name: 'Show its days' }).click();
  await page.getByRole('region', { name: 'Trend' }).waitFor();
  expect(new URL(page.url()).search).toContain('from=2026-10-01&to=2026-10-05');
  await settled(page);

  await page.getByRole('link', { name: 'Settings' }).click();
  const remove = page.getByRole('button', { name: 'Delete this project' });
  await page.getByLabel('Type Boots <b> to delete it').fill('Boots');
  expect(await remove.isDisabled()).toBe(true);
  await page.getByLabel('Type Boots <b> to delete it').fill('Boots <b>');
  await remove.click();
  await page.getByText('Shop', { exact: true }).waitFor();
  expect((await console.api.store.projects.list()).map(({ name }) => name)).toEqual(['Shop']);
  expect(complaints).toEqual([]);
});

it('several logs are imported one after the other, with the clients that a trusted proxy names', async () => {
  const { page, complaints } = await console.open('?view=settings&section=importing');
  const ofDay = (day: string, client: string) => ({
    name: `access.log.${day}`,
    mimeType: 'text/plain',
    buffer: Buffer.from(
      ['/', '/sale']
        .map((path) => `${logged(`${day}/Oct/2026:09:00:00`, path, FIREFOX, '10.0.0.7')} "${client}"\n`)
        .join(''),
    ),
  });
  await page
    .getByLabel('Files')
    .setInputFiles([
      ofDay('01', '203.0.113.1'),
      ofDay('02', '203.0.113.2'),
      { name: 'events.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from('{"session_id":"of-ndjson"}\n') },
    ]);
  await page.getByLabel('Address of the site').fill('https://shop.example');
  await page.getByLabel('Trusted proxies').fill('the proxy');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByLabel('Trusted proxies').and(page.locator('[aria-invalid=true]')).waitFor();
  expect(await page.locator('.files').getByRole('status').allTextContents()).toEqual(['waits', 'waits', 'waits']);
  expect(complaints.splice(0).every((complaint) => /422/.test(complaint))).toBe(true);
  await page.getByLabel('Trusted proxies').fill('10.0.0.0/8');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const stored = async (name: string) =>
    (await page.getByRole('region', { name }).locator('dl > div').allTextContents())[2];
  await page.getByRole('heading', { name: 'What became of events.ndjson' }).waitFor();
  expect(await stored('access.log.01')).toBe('Stored2');
  expect(await stored('access.log.02')).toBe('Stored2');
  expect(await stored('events.ndjson')).toBe('Stored0');
  expect(await page.getByText(/through a proxy/).count()).toBe(0);
  await page.getByRole('link', { name: 'Show its days' }).waitFor();
  expect(complaints).toEqual([]);
});

it('without any project, an owner makes the first one', async () => {
  await console.api.store.projects.remove(P1);
  const { page, complaints } = await console.open();
  await page.getByRole('heading', { name: 'Your first project' }).waitFor();
  await expectAccessible(page, 'first-project');
  await page.getByLabel('Name').fill('Shop');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Waiting for the first visit of Shop' }).waitFor();
  expect(complaints).toEqual([]);
});
