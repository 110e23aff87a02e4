import { signal } from '@preact/signals';
import { account } from '../state/account.js';
import { type Call, CallError, call } from './call.js';
import type { Me } from './types.js';

/** Why it is not known who is signed in; null when it is. */
export const accountFailure = signal<CallError | null>(null);

/** Asks the server who is signed in. */
export async function loadAccount(): Promise<void> {
  accountFailure.value = null;
  try {
    enter(await call({ method: 'GET', path: 'me' }));
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    // 401: nobody is.
    if (error.status !== 401) accountFailure.value = error;
  }
}

/** Answers who is signed in then. */
export const signInCall = (body: { email: string; password: string; code?: string }): Call => ({
  method: 'POST',
  path: 'auth/sign-in',
  body,
});

export interface LinkState {
  readonly purpose: 'set-up' | 'invitation' | 'password';
  /** Null for the first account. */
  readonly email: string | null;
  /** Whether the account has one, so that the link alone is not enough. */
  readonly second_factor: boolean;
}

/** Answers with a `LinkState`. */
export const checkLinkCall = (link: string): Call => ({ method: 'POST', path: 'auth/check-link', body: { link } });

/** Sets the password of an account by a one-time link, and signs in as `signInCall` does. */
export const useLinkCall = (body: { link: string; email: string; password: string; code?: string }): Call => ({
  method: 'POST',
  path: 'auth/use-link',
  body,
});

/** Shows what whoever is signed in may see. */
export function enter({ data }: { readonly data: Me }): void {
  account.value = data;
}

export async function signOut(): Promise<void> {
  await call({ method: 'POST', path: 'auth/sign-out' });
  account.value = null;
}
