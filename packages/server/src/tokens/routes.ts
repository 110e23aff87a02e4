import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import { noteRequests } from '../access/audit.js';
import { describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import { ok } from '../http/responses.js';
import type { TokenId } from '../model/ids.js';
import { type Ability, TOKENS_MAX, type Token } from '../model/token.js';
import type { Store } from '../store/store.js';
import { anyOf, fault } from '../validation/faults.js';
import { checker } from '../validation/schema.js';
import { NewTokenResource, TokenBody, TokenResource } from './token-schemas.js';
import { createToken, presentToken } from './tokens.js';

const bodyChecker = checker(TokenBody);

/** `tokens` and `tokens/{id}`: the tokens of the request's project. */
export function addTokenRoutes(
  app: FastifyInstance,
  store: Pick<Store, 'tokens' | 'documents'>,
  now: () => number,
): void {
  const { tokens } = store;
  const noted = noteRequests(app, now);
  app.get('/tokens', {
    ...describeRoute({
      ability: 'manage',
      operationId: 'listTokens',
      summary: 'List tokens',
      description: 'Oldest first, revoked and expired ones included. No secret is shown.',
      tag: 'Tokens',
      data: Type.Array(TokenResource),
    }),
    handler: async (request) => ok((await tokens.list(bearerOf(request).project.id)).map(presentToken)),
  });

  app.post('/tokens', {
    ...describeRoute({
      ability: 'manage',
      operationId: 'createToken',
      summary: 'Create a token',
      description: 'It is shown once, in this answer. It can do nothing that you cannot do.',
      tag: 'Tokens',
      data: NewTokenResource,
      body: TokenBody,
      created: true,
    }),
    handler: async (request, reply) => {
      const { project, abilities: own } = bearerOf(request);
      const checked = bodyChecker.check(request.body);
      if (!checked.ok) throw refuse.invalid(checked.faults);
      const { abilities, name = null, rate_limit: rateLimit, expires_in_days: expiresInDays = null } = checked.value;
      requireOwn(abilities, own);
      if ((await tokens.list(project.id)).filter((one) => isValid(one, now())).length >= TOKENS_MAX) {
        throw refuse.invalid([fault('body', 'tokens_full', { count: TOKENS_MAX })]);
      }
      const { token, bearerToken } = await createToken(
        store,
        project.id,
        { abilities, name, rateLimit, expiresInDays },
        now(),
      );
      await noted(request, 'token.created', token.id);
      reply.code(201);
      const { revoked_at: _, last_used_at: __, ...described } = presentToken(token);
      return ok({ ...described, token: bearerToken });
    },
  });

  app.delete<{ Params: { id: TokenId } }>('/tokens/:id', {
    ...describeRoute({
      ability: 'manage',
      operationId: 'revokeToken',
      summary: 'Revoke a token',
      description: 'It is refused within a second, and stays in the list. A token can revoke itself.',
      tag: 'Tokens',
      data: Type.Null(),
      params: Type.Object({
        id: Type.String({ description: 'Id of the token.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S4'] }),
      }),
      notFound: 'no_token',
    }),
    handler: async (request) => {
      const { id } = request.params;
      const token = await tokens.find(id);
      if (token?.projectId !== bearerOf(request).project.id) throw refuse.notFound('no_token', { id });
      await tokens.revoke(id, now());
      await noted(request, 'token.revoked', id);
      return ok(null);
    },
  });
}

function isValid({ revokedAt, expiresAt }: Token, now: number): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}

/** @throws {ApiError} a 422 when a token is to have an ability that its creator lacks. */
function requireOwn(abilities: readonly Ability[], own: readonly Ability[]): void {
  const faults = abilities.flatMap((ability, index) =>
    own.includes(ability)
      ? []
      : [fault(`abilities.${index}`, 'ability_lacking', { field: `abilities.${index}`, ability })],
  );
  if (anyOf(faults)) throw refuse.invalid(faults);
}
