import type { FastifyInstance } from 'fastify';
import { hasAccounts } from '../../accounts/account-store.js';
import { consoleAddress, newSetUpLink, voidSetUpLink } from '../../accounts/links.js';
import type { DocumentName } from '../../store/documents.js';
import type { Store } from '../../store/store.js';
import { type Output, printMessage } from '../output.js';

/** Whether the operator was told how people can sign in. */
const TOLD: DocumentName = { kind: 'told', owner: null, id: 'first-account' };

/**
 * Tells how the first account is made, while there is none. A new installation prints a one-time link at each start. One that was in
 * use before there were accounts may never need any: it is told once, and no link lies about.
 */
export async function tellOfFirstAccount(
  store: Store,
  app: FastifyInstance,
  now: number,
  output: Output,
): Promise<void> {
  if (await hasAccounts(store)) return;
  if (await isInUse(store)) {
    // An earlier start may have printed one, within the hour before the first event.
    await voidSetUpLink(store);
    return tellOnce(store, output);
  }
  const link = await newSetUpLink(store, now);
  // The server may have been told to stop in the meantime.
  if (link === null || !app.server.listening) return;
  printMessage(output, 'Nobody can sign in to the console yet. Make the first account with this link, within an hour:');
  printMessage(output, `  ${consoleAddress(app.listeningOrigin, link)}`);
  printMessage(
    output,
    'Behind a proxy, open the same path at its address. For the API alone, start with --no-console.',
  );
}

async function isInUse({ projects, sessions }: Store): Promise<boolean> {
  for (const { id } of await projects.list()) {
    if ((await sessions.lastEventAt(id)) !== null) return true;
  }
  return false;
}

async function tellOnce({ documents }: Store, output: Output): Promise<void> {
  if ((await documents.put(TOLD, null, {})) === 'changed') return;
  printMessage(
    output,
    'People can sign in to the console now, at /console, once they have accounts. Make the first one with:',
  );
  printMessage(output, '  goalpost account create --email you@shop.example --role owner');
  printMessage(output, 'This is said once. For the API alone, start with --no-console.');
}
