import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TOKEN_CACHE_MS } from '#goalpost/access/authenticator.js';
import { newSecretKeyText, SecretKey } from '#goalpost/access/secret-key.js';
import { changeAccount, findAccount } from '#goalpost/accounts/account-store.js';
import { newAccountLink } from '#goalpost/accounts/links.js';
import { countUnreadable } from '#goalpost/accounts/second-factor/second-factors.js';
import { WRONG_CODES_MAX } from '#goalpost/accounts/second-factor/tried-code.js';
import { buildApp } from '#goalpost/app.js';
import { useApi } from '../../support/api.js';
import { shownCode } from '../../support/authenticator-app.js';
import { type Browser, newAccount, newBrowser, signedInAs } from '../../support/console.js';

const secretKey = SecretKey.from(newSecretKeyText());
const api = useApi({ secretKey });
const PASSWORD = 'correct horse battery staple';
const STEP_MS = 30_000;

interface Person {
  readonly email: string;
  readonly browser: Browser;
}

interface Protected extends Person {
  readonly secret: string;
  readonly recoveryCodes: string[];
}

/** An account with a password, and a browser in which it is signed in. */
async function newPerson(): Promise<Person> {
  const account = await newAccount(api, { all: 'viewer' });
  const link = await newAccountLink(api.store, account, api.now);
  const browser = newBrowser(api);
  expect((await browser.send('POST', '/auth/use-link', { link, password: PASSWORD })).statusCode).toBe(200);
  return { email: account.email, browser };
}

/** A person with a second factor. The next code of the app has not been used. */
async function newProtected(): Promise<Protected> {
  const { email, browser } = await newPerson();
  const { secret } = (await browser.send('POST', '/auth/second-factor/start', { password: PASSWORD })).json().data;
  const code = shownCode(secret, api.now);
  const confirmed = await browser.send('POST', '/auth/second-factor/confirm', { code });
  api.now += STEP_MS;
  return { email, browser, secret, recoveryCodes: confirmed.json().data.recovery_codes };
}

const codeOf = ({ secret }: Protected, after = 0) => shownCode(secret, api.now + after);
const signIn = ({ email }: Person, code?: string | null, browser = newBrowser(api), password = PASSWORD) =>
  browser.send('POST', '/auth/sign-in', { email, password, ...(code !== undefined && { code }) });
const fieldsOf = ({ json }: Awaited<ReturnType<Browser['send']>>) => Object.keys(json().errors);
const statusOfMe = async (browser: Browser) => (await browser.send('GET', '/me')).statusCode;

beforeEach(() => {
  // Windows of guesses go by the time of the process; each test has its own.
  vi.useFakeTimers({ toFake: ['Date'] });
  return () => vi.useRealTimers();
});

const aWindowLater = () => vi.setSystemTime(Date.now() + 15 * 60_000);

describe('setting up a second factor', () => {
  it('gives a secret, takes a code of it, and tells recovery codes once', async () => {
    const { email, browser } = await newPerson();
    const started = (await browser.send('POST', '/auth/second-factor/start', { password: PASSWORD })).json().data;
    expect(started).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      uri: `otpauth://totp/Goalpost:${encodeURIComponent(email)}?secret=${started.secret}&issuer=Goalpost`,
    });
    expect((await signIn({ email, browser })).statusCode).toBe(200);
    const code = shownCode(started.secret, api.now);
    const confirmed = await browser.send('POST', '/auth/second-factor/confirm', {
      code: `${code.slice(0, 3)} ${code.slice(3)}`,
    });
    expect(new Set(confirmed.json().data.recovery_codes).size).toBe(10);
    const me = (await browser.send('GET', '/me')).json().data;
    expect(me).toMatchObject({ second_factor: true, recovery_codes_left: 10 });
  });

  it('ends the other sessions of the account, and its links', async () => {
    const { email, browser } = await newPerson();
    const other = newBrowser(api);
    await signIn({ email, browser }, undefined, other);
    const link = await newAccountLink(api.store, (await findAccount(api.store, email))!, api.now);
    const { secret } = (await browser.send('POST', '/auth/second-factor/start', { password: PASSWORD })).json().data;
    await browser.send('POST', '/auth/second-factor/confirm', { code: shownCode(secret, api.now) });
    api.now += TOKEN_CACHE_MS + 1;
    expect([await statusOfMe(browser), await statusOfMe(other)]).toEqual([200, 401]);
    expect(fieldsOf(await newBrowser(api).send('POST', '/auth/check-link', { link }))).toEqual(['link']);
  });

  it('needs the password, and a right code within 15 minutes', async () => {
    const { email, browser } = await newPerson();
    const start = (password: string) => browser.send('POST', '/auth/second-factor/start', { password });
    const confirm = (code: string) => browser.send('POST', '/auth/second-factor/confirm', { code });
    expect(fieldsOf(await start('wrong'))).toEqual(['password']);
    expect((await confirm('123456')).json().message).toMatch(/started in the last 15 minutes/);
    const { secret } = (await start(PASSWORD)).json().data;
    const right = shownCode(secret, api.now);
    aWindowLater();
    const wrong = right === '000000' ? '000001' : '000000';
    for (const code of [wrong, 'abcdef', ''])
      expect((await confirm(code)).json().message).toMatch(/^The code is wrong/);
    api.now += 15 * 60_000;
    aWindowLater();
    expect((await confirm(shownCode(secret, api.now))).json().message).toMatch(/start again/);
    expect((await signIn({ email, browser })).statusCode).toBe(200);
  });

  it('is for accounts without one', async () => {
    const { browser } = await newProtected();
    const { statusCode, json } = await browser.send('POST', '/auth/second-factor/start', { password: PASSWORD });
    expect([statusCode, json().message]).toEqual([403, 'This account has a second factor; remove it first.']);
  });

  it('is not possible on a server without a secret key', async () => {
    await api.app.close();
    Object.assign(api, { app: await buildApp({ store: api.store, now: () => api.now }) });
    const { browser } = await newPerson();
    const { statusCode, json } = await browser.send('POST', '/auth/second-factor/start', { password: PASSWORD });
    expect([statusCode, json().message]).toEqual([403, expect.stringContaining('--secret-key-file')]);
  });

  it('keeps neither the secret nor the recovery codes in the store', async () => {
    const person = await newProtected();
    const stored = JSON.stringify(await findAccount(api.store, person.email));
    for (const text of [person.secret, ...person.recoveryCodes]) expect(stored).not.toContain(text);
  });
});

describe('signing in with a second factor', () => {
  it('needs a code after the right password; a wrong password says nothing about it', async () => {
    const person = await newProtected();
    const wrong = await signIn(person, undefined, newBrowser(api), 'wrong');
    const nobody = await signIn({ ...person, email: 'nobody@shop.example' }, codeOf(person));
    expect(wrong.json()).toEqual(nobody.json());
    expect((await signIn(person, codeOf(person), newBrowser(api), 'wrong')).json()).toEqual(nobody.json());
    aWindowLater();
    for (const code of [undefined, null, '', '  ']) {
      const { statusCode, json } = await signIn(person, code);
      expect([statusCode, json().errors]).toEqual([
        422,
        { code: [expect.stringMatching(/^The code field is required/)] },
      ]);
    }
    aWindowLater();
    expect((await signIn(person, codeOf(person))).json().data).toMatchObject({ second_factor: true });
  });

  it('takes each code of the app once, also when two use it at the same time', async () => {
    const person = await newProtected();
    const code = codeOf(person);
    const answers = await Promise.all([signIn(person, code), signIn(person, code), signIn(person, code)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422, 422]);
    expect(fieldsOf(await signIn(person, code))).toEqual(['code']);
  });

  it('takes no earlier code once a later one was used', async () => {
    const person = await newProtected();
    const [code, next] = [codeOf(person), codeOf(person, STEP_MS)];
    expect((await signIn(person, next)).statusCode).toBe(200);
    expect((await signIn(person, code)).statusCode).toBe(422);
  });

  it('takes each recovery code once, and counts those that are left', async () => {
    const person = await newProtected();
    const [first, second] = person.recoveryCodes;
    const browser = newBrowser(api);
    expect((await signIn(person, first!.toUpperCase(), browser)).json().data.recovery_codes_left).toBe(9);
    expect(fieldsOf(await signIn(person, first, browser))).toEqual(['code']);
    expect((await signIn(person, second, browser)).json().data.recovery_codes_left).toBe(8);
    expect((await browser.send('GET', '/me')).json().data.recovery_codes_left).toBe(8);
  });

  it('takes no code of another account', async () => {
    const [one, other] = [await newProtected(), await newProtected()];
    expect((await signIn(one, codeOf(other))).statusCode).toBe(422);
    expect((await signIn(one, other.recoveryCodes[0])).statusCode).toBe(422);
  });

  it('takes no sealed secret that was moved to another account', async () => {
    const [one, other] = [await newProtected(), await newProtected()];
    const [account, victim] = [await findAccount(api.store, one.email), await findAccount(api.store, other.email)];
    const name = { kind: 'account', owner: null, id: (await idOf(other.email))! } as const;
    const { revision } = (await api.store.documents.find(name))!;
    await api.store.documents.put(name, revision, { ...victim, secondFactor: account!.secondFactor });
    expect((await signIn(other, codeOf(one))).json().message).toMatch(/cannot be checked/);
  });

  it('counts wrong codes as guesses: five in a minute, from many addresses', async () => {
    const person = await newProtected();
    const answers = [];
    for (let index = 0; index < 8; index++) {
      answers.push(await signIn(person, 'wrong', newBrowser(api, { remoteAddress: `198.51.100.${index}` })));
    }
    expect(answers.filter(({ statusCode }) => statusCode === 422)).toHaveLength(5);
  });

  it('lets strangers in by recovery codes only, after too many wrong codes; a known browser by both', async () => {
    const person = await newProtected();
    const giveWrongCodes = (wrongCodes: number) =>
      changeAccount(api.store, person.email, (account) => ({
        ...account,
        secondFactor: { ...account.secondFactor!, wrongCodes },
      }));
    await giveWrongCodes(WRONG_CODES_MAX - 1);
    const wrong = codeOf(person) === '000000' ? '000001' : '000000';
    expect((await signIn(person, wrong)).json().message).toMatch(/^The code is wrong/);
    expect((await signIn(person, codeOf(person))).json().message).toMatch(/^There were too many wrong codes/);
    expect((await signIn(person, wrong, person.browser)).json().message).toMatch(/^The code is wrong/);
    expect((await signIn(person, codeOf(person), person.browser)).statusCode).toBe(200);
    api.now += STEP_MS;
    expect((await signIn(person, codeOf(person))).statusCode).toBe(200);
    await giveWrongCodes(WRONG_CODES_MAX);
    expect((await signIn(person, person.recoveryCodes[0])).statusCode).toBe(200);
  });
});

describe('a one-time link', () => {
  const linkOf = async ({ email }: Person) =>
    newAccountLink(api.store, (await findAccount(api.store, email))!, api.now);

  it('replaces the password, not the second factor, and signs in with a code', async () => {
    const person = await newProtected();
    const link = await linkOf(person);
    const browser = newBrowser(api);
    const checked = await browser.send('POST', '/auth/check-link', { link });
    expect(checked.json().data).toMatchObject({ purpose: 'password', second_factor: true });
    const use = (code?: string) =>
      browser.send('POST', '/auth/use-link', { link, password: `${PASSWORD}!`, ...(code && { code }) });
    expect([fieldsOf(await use()), fieldsOf(await use('123'))]).toEqual([['code'], ['code']]);
    expect((await use(codeOf(person))).json().data).toMatchObject({ second_factor: true, recovery_codes_left: 10 });
    expect((await signIn(person)).statusCode).toBe(422);
  });

  it('counts its codes as guesses', async () => {
    const person = await newProtected();
    const link = await linkOf(person);
    const use = () => newBrowser(api).send('POST', '/auth/use-link', { link, password: PASSWORD, code: '000000' });
    const answers = [];
    for (let tries = 0; tries < 6; tries++) answers.push((await use()).statusCode);
    expect(answers).toEqual([422, 422, 422, 422, 422, 429]);
  });
});

describe('a person with a second factor', () => {
  it('changes the password with a code', async () => {
    const person = await newProtected();
    const change = (code?: string) =>
      person.browser.send('POST', '/auth/password', {
        current_password: PASSWORD,
        password: `${PASSWORD}!`,
        ...(code && { code }),
      });
    expect(fieldsOf(await change())).toEqual(['code']);
    expect((await change(codeOf(person))).statusCode).toBe(200);
  });

  it('makes new recovery codes, which void the old ones', async () => {
    const person = await newProtected();
    const renew = (body: object) => person.browser.send('POST', '/auth/second-factor/recovery-codes', body);
    expect(fieldsOf(await renew({ password: 'wrong', code: codeOf(person) }))).toEqual(['password']);
    expect(fieldsOf(await renew({ password: PASSWORD, code: '' }))).toEqual(['code']);
    const renewed = (await renew({ password: PASSWORD, code: person.recoveryCodes[0] })).json().data.recovery_codes;
    aWindowLater();
    expect(renewed).toHaveLength(10);
    expect((await signIn(person, person.recoveryCodes[1])).statusCode).toBe(422);
    expect((await signIn(person, renewed[1])).json().data.recovery_codes_left).toBe(9);
  });

  it('removes it with the password and a code', async () => {
    const person = await newProtected();
    const remove = (body: object) => person.browser.send('POST', '/auth/second-factor/remove', body);
    expect(fieldsOf(await remove({ password: PASSWORD, code: '12' }))).toEqual(['code']);
    const removed = await remove({ password: PASSWORD, code: codeOf(person) });
    expect(removed.json().data).toMatchObject({ second_factor: false, recovery_codes_left: 0 });
    aWindowLater();
    expect(fieldsOf(await remove({ password: PASSWORD, code: codeOf(person) }))).toEqual(['code']);
    expect((await signIn(person)).statusCode).toBe(200);
  });

  it('who lost it is helped by an owner of all projects; it is noted, and ends the sessions', async () => {
    const person = await newProtected();
    const owner = await signedInAs(api, { all: 'owner' });
    const listed = (await owner.send('GET', '/accounts')).json().data;
    const { id, second_factor } = listed.find(({ email }: Person) => email === person.email);
    expect(second_factor).toBe(true);
    const removed = await owner.send('DELETE', `/accounts/${id}/second-factor`);
    expect(removed.json().data).toMatchObject({ id, second_factor: false });
    api.now += TOKEN_CACHE_MS + 1;
    expect(await statusOfMe(person.browser)).toBe(401);
    expect((await signIn(person)).statusCode).toBe(200);
    const [last] = (await owner.send('GET', '/accounts/audit?limit=1')).json().data;
    expect(last).toMatchObject({ change: 'account.second-factor-removed', subject: person.email });
    expect((await owner.send('DELETE', '/accounts/x/second-factor')).statusCode).toBe(404);
    const own = listed.at(-1).id;
    expect((await owner.send('DELETE', `/accounts/${own}/second-factor`)).statusCode).toBe(403);
  });
});

describe('with another secret key', () => {
  it('codes of the app are refused with the reason, and recovery codes go on working', async () => {
    const person = await newProtected();
    await api.app.close();
    const other = SecretKey.from(newSecretKeyText());
    Object.assign(api, { app: await buildApp({ store: api.store, secretKey: other, now: () => api.now }) });
    const { statusCode, json } = await signIn(person, codeOf(person));
    expect([statusCode, json().errors.code[0]]).toEqual([422, expect.stringContaining('--secret-key-file')]);
    expect((await signIn(person, person.recoveryCodes[0])).statusCode).toBe(200);
    expect([
      await countUnreadable(api.store, secretKey),
      await countUnreadable(api.store, other),
      await countUnreadable(api.store, null),
    ]).toEqual([0, 1, 1]);
  });
});

async function idOf(email: string): Promise<string | undefined> {
  const all = await api.store.documents.list<{ email: string }>('account', null, {
    order: 'asc',
    after: null,
    limit: 100,
  });
  return all.find(({ body }) => body.email === email)?.id;
}
