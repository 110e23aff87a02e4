import type { FastifyInstance } from 'fastify';
import type { Passwords } from '../access/password.js';
import type { SecretKey } from '../access/secret-key.js';
import type { Store } from '../store/store.js';
import { addAccountListRoutes } from './account-routes.js';
import { Guesses } from './guesses.js';
import { addLinkRoutes } from './link-routes.js';
import { addOwnRoutes } from './own-routes.js';
import { addPeopleRoutes } from './people-routes.js';
import { addSecondFactorRoutes } from './second-factor/routes.js';
import { addSignInRoutes } from './sign-in-routes.js';

export interface AccountOptions {
  readonly passwords: Passwords;
  /** Null when second factors cannot be stored. */
  readonly secretKey: SecretKey | null;
  readonly now: () => number;
}

/** The endpoints about accounts; none on a server without a console. */
export function addAccountRoutes(
  app: FastifyInstance,
  store: Store,
  { passwords, secretKey, now }: AccountOptions,
): void {
  const { consoleSessions: sessions } = app;
  if (!sessions) return;
  const options = { store, sessions, passwords, guesses: new Guesses(app), secretKey, now };
  addSignInRoutes(app, options);
  addLinkRoutes(app, options);
  addOwnRoutes(app, options);
  addSecondFactorRoutes(app, options);
  addAccountListRoutes(app, options);
  addPeopleRoutes(app, options);
}
