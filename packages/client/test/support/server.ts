import { readFileSync } from 'node:fs';
import { type ClientOptions, Goalpost } from '@goalpost/client';
import type { AppOptions } from '@goalpost/server/dist/app.js';
import type { ProjectId } from '@goalpost/server/dist/model/ids.js';
import { ABILITIES, type Token } from '@goalpost/server/dist/model/token.js';
import { beforeEach } from 'vitest';
import { type Api, useApi } from '../../../server/test/support/api.js';
import { DEMO_GOALS } from '../../../server/test/support/builders.js';

/** A Goalpost that listens, over a real store. */
export interface Server extends Api {
  readonly url: string;
  /** A client with a token of its own, that may do everything unless told. */
  client(
    changes?: Partial<Pick<Token, 'abilities' | 'rateLimit'>>,
    options?: Partial<ClientOptions>,
  ): Promise<Goalpost>;
  /** The demo's shop: its goals, and the events of four sessions. */
  openShop(): Promise<void>;
}

/** Starts a server before each test of the file and stops it after. */
export function useServer(options: Partial<AppOptions> = {}): Server {
  const server = useApi(options) as { -readonly [Key in keyof Server]: Server[Key] };
  beforeEach(async () => {
    server.url = await server.app.listen({ host: '127.0.0.1', port: 0 });
  });

  server.client = async (changes, options) => {
    const token = await server.issue({ abilities: ABILITIES, ...changes });
    return new Goalpost({ url: server.url, token, ...options });
  };
  server.openShop = async () => {
    for (const definition of DEMO_GOALS) await server.store.goals.create('p1' as ProjectId, definition);
    await (await server.client()).importEvents(SHOP);
  };
  return server;
}

export const SHOP = readFileSync(new URL('../../../../demo/shop.ndjson', import.meta.url), 'utf8');
