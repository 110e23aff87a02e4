import { Passwords } from '@goalpost/server/dist/access/password.js';
import { createAccount, setPassword } from '@goalpost/server/dist/accounts/account-store.js';
import { newSetUpLink } from '@goalpost/server/dist/accounts/links.js';
import type { ProjectId } from '@goalpost/server/dist/model/ids.js';
import { expect, it } from 'vitest';
import { expectAccessible, NOW, useConsole } from '../support/console.js';

const EMAIL = 'ada@shop.example';
const PASSWORD = 'correct horse battery staple';

const console = useConsole(async ({ store }) => {
  await createAccount(store, { email: EMAIL, roles: { all: null, projects: { ['p1' as ProjectId]: 'viewer' } } }, NOW);
  await setPassword(store, EMAIL, await new Passwords().hash(PASSWORD));
});

it('somebody signs in where they wanted to go, and signs out', async () => {
  const { page, complaints } = await console.open('?view=sessions', { isSignedIn: false });
  await expectAccessible(page, 'sign-in');
  await page.getByLabel('E-mail address').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill('a wrong password');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await expectAccessible(page, 'sign-in-refused');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '0 sessions' }).waitFor();
  expect(new URL(page.url()).search).toBe('?view=sessions');
  await page.getByRole('button', { name: 'Account, appearance and language' }).click();
  await page.getByText(EMAIL).waitFor();
  await expectAccessible(page, 'account-menu');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  // Chromium itself notes refusals: who is signed in, and the wrong password.
  expect(complaints.filter((complaint) => !/40[13]|401|422/.test(complaint))).toEqual([]);
});

it('a link that does not work says so, and leads to the sign-in', async () => {
  const { page } = await console.open('#/link/set-up.AAAA', { isSignedIn: false });
  await page.getByRole('heading', { name: 'This link does not work anymore' }).waitFor();
  await expectAccessible(page, 'void-link');
  await page.getByRole('button', { name: 'To the sign-in' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(new URL(page.url()).hash).toBe('');
  expect(await newSetUpLink(console.api.store, NOW)).toBeNull();
});
