import { createAccount } from '#goalpost/accounts/account-store.js';
import { BASE_PATH } from '#goalpost/app.js';
import type { Account, Role } from '#goalpost/model/accounts/account.js';
import type { Api, Method } from './api.js';
import type { Answer } from './app.js';
import { holdToContract } from './contract.js';

type Headers = Record<string, string>;

/** What a browser says about a request of the console's own page. */
export const OWN_PAGE = { 'sec-fetch-site': 'same-origin' } as const;

/** A browser at the console: it keeps its cookies, and names a project. */
export interface Browser {
  /** The value of the session's cookie. */
  cookie: string | null;
  /** The cookie that tells the server that the account was here before. */
  known: string | null;
  send(method: Method, address: string, body?: unknown, headers?: Headers): Promise<Answer>;
}

/** Throws when the OpenAPI document does not describe an answer. */
export function newBrowser(
  api: Api,
  { project = 'p1', cookie = null as string | null, remoteAddress = '127.0.0.1' } = {},
): Browser {
  const browser: Browser = {
    cookie,
    known: null,
    async send(method, address, body, headers = {}) {
      const url = `${BASE_PATH}${address}`;
      const answer = await api.app.inject({
        method,
        url,
        remoteAddress,
        headers: {
          ...OWN_PAGE,
          'goalpost-project': project,
          cookie: [`goalpost=${browser.cookie ?? ''}`, browser.known ?? ''].join('; '),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { payload: JSON.stringify(body) }),
      });
      holdToContract(api.app, method, url, answer);
      for (const set of cookiesOf(answer)) {
        const [pair] = set.split(';');
        const [name, value] = pair!.split('=');
        if (name === 'goalpost') browser.cookie = value || null;
        else if (name === 'goalpost-known') browser.known = pair!;
      }
      return answer;
    },
  };
  return browser;
}

/** The cookies that an answer sets. */
export function cookiesOf({ headers }: Answer): string[] {
  return [headers['set-cookie'] ?? []].flat();
}

let made = 0;

/** An account with these roles that has not chosen a password. */
export async function newAccount(
  api: Api,
  { all = null, projects = {} }: { all?: Role | null; projects?: Record<string, Role> },
): Promise<Account> {
  made += 1;
  const account = await createAccount(
    api.store,
    { email: `person${made}@shop.example`, roles: { all, projects } },
    api.now,
  );
  if (account === 'taken') throw new Error('every address is new');
  return account;
}

/** A browser in which an account with these roles is signed in. */
export async function signedInAs(
  api: Api,
  roles: { all?: Role | null; projects?: Record<string, Role> },
  project = 'p1',
): Promise<Browser> {
  const account = await newAccount(api, roles);
  return newBrowser(api, { project, cookie: await api.app.consoleSessions!.open(account) });
}
