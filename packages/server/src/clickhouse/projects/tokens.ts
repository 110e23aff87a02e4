import type { Token } from '../../model/token.js';
import type { TokenStore } from '../../store/contract/projects.js';
import type { Catalogue } from './catalogue.js';

export function tokenStore(catalogue: Catalogue): TokenStore {
  return {
    create: (token) =>
      catalogue.change<Token, void>('token', token.id, () => ({ body: token, answer: undefined }), OWNED),
    find: async (id) => (await catalogue.find<Token>('token', id))?.body ?? null,
    list: async (projectId) => (await catalogue.list<Token>('token', projectId)).map(({ body }) => body).sort(byAge),
    revoke: (id, at) =>
      changeToken(catalogue, id, (token) => (token.revokedAt === null ? { ...token, revokedAt: at } : null)),
    touch: async (uses) => {
      for (const [id, at] of uses) {
        await changeToken(catalogue, id, (token) =>
          (token.lastUsedAt ?? 0) < at ? { ...token, lastUsedAt: at } : null,
        );
      }
    },
  };
}

/** Oldest first, then by id. */
function byAge(one: Token, other: Token): number {
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);
}

/** False when the token does not exist. */
function changeToken(catalogue: Catalogue, id: string, change: (token: Token) => Token | null): Promise<boolean> {
  return catalogue.change<Token, boolean>(
    'token',
    id,
    (token) => ({ body: token && change(token), answer: token !== null }),
    OWNED,
  );
}

const OWNED = { owner: ({ projectId }: Token) => projectId };
