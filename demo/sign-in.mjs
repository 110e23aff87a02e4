import { randomBytes } from 'node:crypto';

/**
 * Signs in to the console with a one-time link of the account, under a password that nobody knows. Resolves with the cookie of
 * the session, as the server sets it.
 */
export async function signIn(goalpost, link) {
  const answer = await fetch(`${goalpost}/api/services/analytics/v1/auth/use-link`, {
    method: 'POST',
    headers: { origin: goalpost, 'content-type': 'application/json' },
    body: JSON.stringify({
      link: new URL(link).hash.replace('#/link/', ''),
      password: randomBytes(24).toString('hex'),
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.headers.getSetCookie()[0];
}
