import { signal } from '@preact/signals';
import { account } from '../state/account.js';
import { CallError, call } from './call.js';
import type { Me } from './types.js';

/** Why it is not known who is signed in; null when it is. */
export const accountFailure = signal<CallError | null>(null);

/** Asks the server who is signed in. */
export async function loadAccount(): Promise<void> {
  accountFailure.value = null;
  try {
    await enter({ method: 'GET', path: 'me' });
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    // 401: nobody is.
    if (error.status !== 401) accountFailure.value = error;
  }
}

/** Rejects with a `CallError`, as do the others. */
export const signIn = (email: string, password: string) =>
  enter({ method: 'POST', path: 'auth/sign-in', body: { email, password } });

export interface LinkState {
  readonly purpose: 'set-up' | 'invitation' | 'password';
  /** Null for the first account. */
  readonly email: string | null;
}

/** What a one-time link is for. */
export async function checkLink(link: string): Promise<LinkState> {
  return (await call<{ data: LinkState }>({ method: 'POST', path: 'auth/check-link', body: { link } })).data;
}

/** Sets the password of an account by a one-time link, and signs in. */
export const spendLink = (link: string, email: string, password: string) =>
  enter({ method: 'POST', path: 'auth/use-link', body: { link, email, password } });

export async function signOut(): Promise<void> {
  await call({ method: 'POST', path: 'auth/sign-out' });
  account.value = null;
}

async function enter(request: Parameters<typeof call>[0]): Promise<void> {
  account.value = (await call<{ data: Me }>(request)).data;
}
