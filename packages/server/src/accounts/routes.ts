import type { FastifyInstance } from 'fastify';
import type { Store } from '../store/store.js';
import { addLinkRoutes } from './link-routes.js';
import { Passwords } from './password.js';
import { addSignInRoutes } from './sign-in-routes.js';

/** The endpoints about accounts; none on a server without a console. */
export function addAccountRoutes(app: FastifyInstance, store: Store, now: () => number): void {
  const { consoleSessions: sessions } = app;
  if (!sessions) return;
  const options = { store, sessions, passwords: new Passwords(), now };
  addSignInRoutes(app, options);
  addLinkRoutes(app, options);
}
