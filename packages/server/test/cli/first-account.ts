import { BASE_PATH } from '#goalpost/app.js';
import type { Running } from '../support/operator.js';

export const PASSWORD = 'correct horse battery staple';

/** What a server prints while there is no account. */
export async function printedLink({ process }: Pick<Running, 'process'>): Promise<string> {
  let printed = '';
  for await (const chunk of process.stderr!) {
    printed += chunk;
    if (/--no-console\.\n/.test(printed)) break;
  }
  return printed;
}

/** Uses the link that a server or a command has printed; `email` is for the first account. */
export function openLink({ url }: { readonly url: string }, printed: string, email?: string): Promise<Response> {
  const [, link] = /\/console#\/link\/(\S+)/.exec(printed)!;
  return fetch(`${url}${BASE_PATH}/auth/use-link`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ link, email, password: PASSWORD }),
  });
}
