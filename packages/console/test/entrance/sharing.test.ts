import { expect, it } from 'vitest';
import { expectAccessible, NOW, settled, useConsole } from '../support/console.js';
import { fillShop } from '../support/shop.js';

const console = useConsole((api) => fillShop(api, NOW, 3));
const PASSWORD = 'correct horse battery staple';

/** Shares the overview as an owner does, and answers with the address to give away. */
async function share(fill: { name: string; password?: string }): Promise<string> {
  const { page, complaints } = await console.open('?view=settings&section=sharing');
  await page.getByRole('button', { name: 'New share link' }).click();
  await page.getByLabel('Name').fill(fill.name);
  await page.getByLabel('Password').fill(fill.password ?? '');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.locator('code.secret').textContent();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByText(fill.name, { exact: true }).waitFor();
  expect(complaints).toEqual([]);
  return link!;
}

it('a share link shows the overview without signing in, and asks for nothing but reports', async () => {
  const link = await share({ name: 'The <b>board</b>' });
  const { page, complaints, calls } = await console.open('', { isSignedIn: false });
  calls.length = 0;
  complaints.length = 0;
  await page.goto('about:blank');
  await page.goto(link);
  const goals = page.getByRole('region', { name: 'Goals' });
  await goals.getByRole('button', { name: 'Buy button' }).waitFor();
  await settled(page);
  expect(await page.getByRole('link').allTextContents()).toEqual(['Skip to content', 'Goalpost', 'Overview']);
  await page.getByRole('region', { name: 'Country' }).getByRole('button', { name: 'Netherlands' }).click();
  await page.getByText('Country: Netherlands').waitFor();
  await settled(page);
  for (const key of ['s', 'n', 't']) await page.keyboard.press(key);
  await page.getByRole('button', { name: 'Last 28 days' }).waitFor();
  await settled(page);
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.reload();
  await page.getByText('Country: Netherlands').waitFor();
  await settled(page);
  const base = '/services/analytics/v1';
  expect([...new Set(calls)].sort()).toEqual([`POST ${base}/reports/conversions`, `POST ${base}/share-links/open`]);
  expect(complaints).toEqual([]);
  await expectAccessible(page, 'shared');
});

it('with a password it asks for it, and shows nothing any more once it is revoked', async () => {
  const link = await share({ name: 'Agency', password: PASSWORD });
  const { page } = await console.open('', { isSignedIn: false });
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByRole('heading', { name: 'This overview has a password' }).waitFor();
  await expectAccessible(page, 'shared-password');
  await page.getByLabel('Password').fill('a wrong password');
  await page.keyboard.press('Enter');
  await page.getByText('The password is wrong.').waitFor();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Goals' }).waitFor();
  const { page: owner } = await console.open('?view=settings&section=sharing');
  await owner.getByRole('button', { name: 'Revoke “Agency”' }).click();
  await owner.getByText('Agency', { exact: true }).waitFor({ state: 'detached' });
  // As the server answers once it has forgotten the link.
  await page.route('**/reports/conversions', (route) =>
    route.fulfill({ status: 401, json: { error: true, message: '' } }),
  );
  await page.keyboard.press('m');
  await page.getByRole('heading', { name: 'This share link does not work anymore' }).waitFor();
  await expectAccessible(page, 'shared-void');
});
