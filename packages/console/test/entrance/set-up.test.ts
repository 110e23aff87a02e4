import { newSetUpLink } from '@goalpost/server/dist/accounts/links.js';
import { expect, it } from 'vitest';
import { expectAccessible, NOW, useConsole } from '../support/console.js';

const console = useConsole(async () => {});

it('the set-up link makes the first account, which is signed in', async () => {
  const link = (await newSetUpLink(console.api.store, NOW))!;
  const { page } = await console.open(`#/link/${link}`, { isSignedIn: false });
  await page.getByRole('heading', { name: 'Welcome to Goalpost' }).waitFor();
  await expectAccessible(page, 'set-up');
  await page.getByLabel('E-mail address').fill('grace@shop.example');
  await page.getByLabel('New password').fill('correct horse battery staple');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Waiting for the first visit of Shop' }).waitFor();
  expect(new URL(page.url()).hash).toBe('');
  expect(await newSetUpLink(console.api.store, NOW)).toBeNull();
});
