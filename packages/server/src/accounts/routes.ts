import type { FastifyInstance } from 'fastify';
import type { Passwords } from '../access/password.js';
import type { Store } from '../store/store.js';
import { addAccountListRoutes } from './account-routes.js';
import { Guesses } from './guesses.js';
import { addLinkRoutes } from './link-routes.js';
import { addOwnRoutes } from './own-routes.js';
import { addSignInRoutes } from './sign-in-routes.js';

/** The endpoints about accounts; none on a server without a console. */
export function addAccountRoutes(app: FastifyInstance, store: Store, passwords: Passwords, now: () => number): void {
  const { consoleSessions: sessions } = app;
  if (!sessions) return;
  const options = { store, sessions, passwords, guesses: new Guesses(app), now };
  addSignInRoutes(app, options);
  addLinkRoutes(app, options);
  addOwnRoutes(app, options);
  addAccountListRoutes(app, options);
}
