import { readFileSync } from 'node:fs';
import { Passwords } from '@goalpost/server/dist/access/password.js';
import { newSecretKeyText, SecretKey } from '@goalpost/server/dist/access/secret-key.js';
import { createAccount, findAccount, setPassword } from '@goalpost/server/dist/accounts/account-store.js';
import { newAccountLink } from '@goalpost/server/dist/accounts/links.js';
import jsQR from 'jsqr';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { shownCode } from '../../../server/test/support/authenticator-app.js';
import { expectAccessible, NOW, useConsole } from '../support/console.js';

const EMAIL = 'ada@shop.example';
const PASSWORD = 'correct horse battery staple';
const STEP_MS = 30_000;

const console = useConsole(
  async ({ store }) => {
    await createAccount(store, { email: EMAIL, roles: { all: 'owner', projects: {} } }, NOW);
    await setPassword(store, EMAIL, await new Passwords().hash(PASSWORD));
  },
  { secretKey: SecretKey.from(newSecretKeyText()) },
);

// The server lets strangers guess a few times a minute, by the time of the process.
let windows = 0;
beforeEach(() => {
  windows += 1;
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + windows * 15 * 60_000, shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

const SECTION = '?view=settings&section=own';
let secret: string;
let codes: readonly string[];

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail address').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
}

/** What a camera reads in the picture. */
async function scanned(page: Page): Promise<string | undefined> {
  const svg = page.getByRole('img', { name: /^QR code/ });
  const size = Number((await svg.getAttribute('viewBox'))!.split(' ')[2]);
  const dark = [...(await svg.locator('path').getAttribute('d'))!.matchAll(/M(\d+) (\d+)h/g)];
  const scale = 4;
  const width = size * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of dark) {
    for (let row = 0; row < scale; row++) {
      const from = ((Number(y) * scale + row) * width + Number(x) * scale) * 4;
      for (let at = from; at < from + scale * 4; at++) if (at % 4 !== 3) pixels[at] = 0;
    }
  }
  return jsQR(pixels, width, width)?.data;
}

it('is set up with a code that a camera reads, and tells its recovery codes once', async () => {
  const { page, complaints } = await console.open(SECTION, { isSignedIn: false });
  await signIn(page);
  await page.getByText('You sign in with your password alone.').waitFor();
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByLabel('Your password').fill('a wrong password');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Your password').and(page.locator('[aria-invalid=true]')).waitFor();
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  secret = (await page.locator('code.secret').textContent())!.replaceAll(' ', '');
  const read = new URL((await scanned(page))!);
  expect(read.protocol).toBe('otpauth:');
  expect(read.searchParams.get('secret')).toBe(secret);
  await expectAccessible(page, 'second-factor-set-up');
  // It waits for the code: the field has the focus.
  await page.getByLabel('Code', { exact: true }).and(page.locator(':focus')).waitFor();
  await page.keyboard.type(shownCode(secret, NOW));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  codes = await page.locator('.codes code').allTextContents();
  expect(codes).toHaveLength(10);
  await expectAccessible(page, 'recovery-codes');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect(
    readFileSync(await (await saving).path(), 'utf8')
      .trim()
      .split('\n'),
  ).toEqual(codes);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('Signing in takes a code. 10 recovery codes are left.').waitFor();
  await expectAccessible(page, 'settings-own-second-factor');
  expect(complaints.filter((complaint) => !/40[13]|422/.test(complaint))).toEqual([]);
});

it('the sign-in asks for the code once the password is right, with the keyboard alone', async () => {
  const { page, complaints } = await console.open('', { isSignedIn: false });
  await signIn(page);
  const code = page.getByLabel('Code', { exact: true });
  await code.and(page.locator(':focus')).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await expectAccessible(page, 'sign-in-code');
  await page.keyboard.type('000 000');
  await page.keyboard.press('Enter');
  await code.and(page.locator('[aria-invalid=true]')).waitFor();
  await code.fill(shownCode(secret, NOW + STEP_MS));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Waiting for the first visit/ }).waitFor();
  expect(complaints.filter((complaint) => !/40[13]|422/.test(complaint))).toEqual([]);
});

it('a recovery code lets in, makes new ones, and a link for a new password asks for one, too', async () => {
  const { page } = await console.open(SECTION, { isSignedIn: false });
  await signIn(page);
  await page.getByLabel('Code', { exact: true }).fill(codes[0]!.toUpperCase());
  await page.keyboard.press('Enter');
  await page.getByText('9 recovery codes are left.').waitFor();
  await page.getByRole('button', { name: 'New recovery codes' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByLabel('Code', { exact: true }).fill(codes[1]!);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  const fresh = await page.locator('.codes code').allTextContents();
  expect(fresh.filter((one) => codes.includes(one))).toEqual([]);
  codes = fresh;
  const account = (await findAccount(console.api.store, EMAIL))!;
  const link = await newAccountLink(console.api.store, account, NOW);
  const { page: other } = await console.open(`#/link/${link}`, { isSignedIn: false });
  await other.getByRole('heading', { name: 'New password' }).waitFor();
  await other.getByLabel('New password').fill(PASSWORD);
  await expectAccessible(other, 'link-code');
  await other.getByLabel('Code', { exact: true }).fill('111111');
  await other.keyboard.press('Enter');
  await other.getByLabel('Code', { exact: true }).and(other.locator('[aria-invalid=true]')).waitFor();
  await other.getByLabel('Code', { exact: true }).fill(codes[0]!);
  await other.keyboard.press('Enter');
  await other.getByRole('heading', { name: /^Waiting for the first visit/ }).waitFor();
});

it('is taken away with the password and a code', async () => {
  const { page, complaints } = await console.open(SECTION, { isSignedIn: false });
  await signIn(page);
  await page.getByLabel('Code', { exact: true }).fill(codes[1]!);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Turn off' }).click();
  const dialog = page.getByRole('dialog', { name: 'Turn off' });
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByLabel('Code', { exact: true }).fill(codes[2]!);
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await page.getByText('You sign in with your password alone.').waitFor();
  expect((await findAccount(console.api.store, EMAIL))?.secondFactor ?? null).toBeNull();
  expect(complaints.filter((complaint) => !/40[13]|422/.test(complaint))).toEqual([]);
});
