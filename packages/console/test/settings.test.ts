import { findAccount } from '@goalpost/server/dist/accounts/account-store.js';
import type { ProjectId } from '@goalpost/server/dist/model/ids.js';
import { expect, it } from 'vitest';
import { signedInAs } from '../../server/test/support/console.js';
import { expectAccessible, NOW, settled, useConsole } from './support/console.js';
import { fillShop } from './support/shop.js';

const console = useConsole((api) => fillShop(api, NOW, 2));

it.each(['project', 'sharing', 'importing', 'tokens', 'people', 'views', 'notes', 'erasing', 'changes', 'own'])(
  'the section %s fits every width, light and dark',
  async (section) => {
    const { page, complaints } = await console.open(`?view=settings&section=${section}`);
    await page.locator('.parts .card').first().waitFor();
    await expectAccessible(page, `settings-${section}`);
    expect(complaints).toEqual([]);
  },
);

it('changes the project, and says at its field what is wrong', async () => {
  const { page } = await console.open('?view=settings&section=project');
  await page.getByLabel('Excluded paths').fill('/admin/**');
  await page.getByLabel('Main currency').fill('eur');
  await page.getByLabel('Own hosts').fill('https://shop.example/');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByLabel('Own hosts').getAttribute('aria-invalid')).toBe('true');
  await page.getByLabel('Own hosts').fill('shop.example');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  await settled(page);
  expect(await page.getByLabel('Excluded paths').inputValue()).toBe('/admin/**');
  expect(await page.getByLabel('Main currency').inputValue()).toBe('EUR');
});

it('makes a token, which works, and revokes it', async () => {
  const { page, complaints } = await console.open('?view=settings&section=tokens');
  await page.getByRole('button', { name: 'New token' }).click();
  await page.getByLabel('Name').fill('Weekly <b>report</b>');
  await page.getByRole('checkbox', { name: /read goals/ }).check();
  await page.getByRole('button', { name: 'Create token' }).click();
  const token = await page.locator('code.secret').textContent();
  const goals = `${console.url}/api/services/analytics/v1/goals`;
  expect((await fetch(goals, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Revoke “Weekly <b>report</b>”' }).click();
  await page.getByText('Weekly <b>report</b>').waitFor({ state: 'detached' });
  const tokens = await console.api.store.tokens.list('p1' as ProjectId);
  expect(tokens.map(({ revokedAt }) => revokedAt)).toEqual([NOW]);
  expect(complaints).toEqual([]);
});

it('invites a person, whose link opens the page for a password', async () => {
  const { page, complaints } = await console.open('?view=settings&section=people');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByLabel('E-mail address').fill('ada@shop.example');
  await page.getByLabel('Role', { exact: true }).selectOption('Editor');
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  const link = await page.locator('code.secret').textContent();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByText('ada@shop.example', { exact: true }).waitFor();
  const { page: theirs } = await console.open('', { isSignedIn: false });
  await theirs.goto(link!);
  await theirs.getByRole('heading', { name: 'Welcome to Goalpost' }).waitFor();
  await expectAccessible(theirs, 'invitation');
  expect(await theirs.getByLabel('E-mail address').inputValue()).toBe('ada@shop.example');
  await page.getByRole('button', { name: 'Delete “ada@shop.example”?' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('ada@shop.example', { exact: true }).waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

it('erases a session, which the audit log then has', async () => {
  const { page, complaints } = await console.open('?view=settings&section=erasing');
  await page.getByLabel('Session id').fill('s1-1');
  const erase = page.getByRole('button', { name: 'Erase session' });
  expect(await erase.isDisabled()).toBe(true);
  await page.getByLabel('Erase it forever').check();
  await erase.click();
  await page.getByText('Session s1-1 is erased').waitFor();
  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByText('Erased the session: s1-1').waitFor();
  expect(complaints).toEqual([]);
});

it('an owner of one project invites people to it, changes their role and takes them out', async () => {
  const { cookie } = await signedInAs(console.api, { projects: { p1: 'owner' } });
  const { page, complaints } = await console.open('?view=settings&section=people', { cookie });
  await page.getByText('Who may see this project.').waitFor();
  await page.getByRole('button', { name: 'Invite' }).click();
  expect(await page.getByLabel('In', { exact: true }).count()).toBe(0);
  await page.getByLabel('E-mail address').fill('grace@shop.example');
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  await page.locator('code.secret').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  const role = page.getByLabel('Role of grace@shop.example');
  await role.selectOption('Editor');
  await expect
    .poll(async () => (await findAccount(console.api.store, 'grace@shop.example'))?.roles.projects)
    .toEqual({
      p1: 'editor',
    });
  await expectAccessible(page, 'settings-people-of-project');
  await page.getByRole('button', { name: 'Take out “grace@shop.example”?' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
  await role.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});
