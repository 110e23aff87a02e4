import { describe, expect, it } from 'vitest';
import { useApi } from '../support/api.js';
import { newBrowser, signedInAs } from '../support/console.js';

const PREFIX = { 'x-forwarded-prefix': '/stats' };
const FAULTY = { email: 'ada@shop.example', password: 'wrong' };
const trustedProxies = ['127.0.0.1'];

describe('below a path of a host that has other pages', () => {
  const api = useApi({ trustedProxies });

  it('nobody signs in, and the answer says what to do', async () => {
    const answers = [
      await newBrowser(api).send('POST', '/auth/sign-in', FAULTY, PREFIX),
      await newBrowser(api).send('POST', '/auth/check-link', { link: 'set-up.AAAA' }, PREFIX),
      await newBrowser(api).send('POST', '/auth/use-link', { link: 'set-up.AAAA', ...FAULTY }, PREFIX),
    ];
    for (const { statusCode, json } of answers) {
      expect(statusCode).toBe(403);
      expect(json().message).toContain('--console-behind-prefix');
    }
    expect((await newBrowser(api).send('POST', '/auth/sign-in', FAULTY)).statusCode).toBe(422);
  });

  it('a session that was opened elsewhere does not count', async () => {
    const browser = await signedInAs(api, { all: 'owner' });
    expect((await browser.send('GET', '/me', undefined, PREFIX)).statusCode).toBe(401);
    expect((await browser.send('GET', '/me')).statusCode).toBe(200);
  });
});

describe('with consoleBehindPrefix', () => {
  const api = useApi({ trustedProxies, consoleBehindPrefix: true });

  it('people sign in there, too', async () => {
    expect((await newBrowser(api).send('POST', '/auth/sign-in', FAULTY, PREFIX)).statusCode).toBe(422);
    const browser = await signedInAs(api, { all: 'owner' });
    expect((await browser.send('GET', '/me', undefined, PREFIX)).statusCode).toBe(200);
  });
});

describe('without a trusted proxy', () => {
  const api = useApi();

  it('the header says nothing', async () => {
    expect((await newBrowser(api).send('POST', '/auth/sign-in', FAULTY, PREFIX)).statusCode).toBe(422);
  });
});
