import { shownCode } from '../support/authenticator-app.js';
import type { Operator, RunningServer } from '../support/operator.js';
import { openLink, PASSWORD } from './first-account.js';

export const EMAIL = 'ada@shop.example';

export interface Factor {
  /** Of the app, in base32. */
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  /** Of the session in which it was set up. */
  readonly cookie: string;
}

/** Makes an account with a second factor. `flags` name the store to the command. The code of the app's next step has not been used. */
export async function setUpFactor(operator: Operator, server: RunningServer, ...flags: string[]): Promise<Factor> {
  const created = await operator.goalpost('account', 'create', '--email', EMAIL, '--role', 'owner', ...flags);
  const joined = await openLink(server, created.stdout);
  let cookie = joined.headers.get('set-cookie')!;
  const ask = async (address: string, body: object) => {
    const answer = await post(server, address, body, cookie);
    cookie = answer.headers.get('set-cookie') ?? cookie;
    return ((await answer.json()) as { data: { secret: string; recovery_codes: string[] } }).data;
  };
  const { secret } = await ask('/auth/second-factor/start', { password: PASSWORD });
  const confirmed = await ask('/auth/second-factor/confirm', { code: shownCode(secret, Date.now()) });
  return { secret, recoveryCodes: confirmed.recovery_codes, cookie };
}

/** As the page of the console does. */
export function post({ api, url }: RunningServer, address: string, body: object, cookie = ''): Promise<Response> {
  return fetch(api + address, {
    method: 'POST',
    headers: { origin: url, cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export async function signIn(server: RunningServer, code?: string): Promise<{ status: number; message?: string }> {
  const answer = await post(server, '/auth/sign-in', { email: EMAIL, password: PASSWORD, code });
  const { message } = (await answer.json()) as { message?: string };
  return { status: answer.status, ...(message !== undefined && { message }) };
}

/** The code that the app shows half a minute from now, which is taken already. */
export const nextCode = ({ secret }: Factor) => shownCode(secret, Date.now() + 30_000);

export async function stop({ process, ended }: RunningServer): Promise<void> {
  process.kill('SIGTERM');
  await ended;
}
