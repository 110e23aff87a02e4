import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import RedisStore from '@fastify/rate-limit/store/RedisStore.js';
import { dayOf, keyedHash } from '../../model/visitor.js';
import type { Salts } from '../live.js';
import { ProcessWindows } from '../process/process-windows.js';
import { AWAY, type RedisLink } from './redis-link.js';

type Incr = FastifyRateLimitStore['incr'];
type RouteOptions = Parameters<FastifyRateLimitStore['child']>[0];
interface Counted {
  readonly current: number;
  readonly ttl: number;
}

interface WindowsOptions {
  readonly link: RedisLink;
  readonly salts: Salts;
  /** The time that all processes share, in ms since 1970. */
  readonly now: () => number;
}

/** Rate-limit windows that all processes share. While Redis is unavailable, each process counts in its own. */
export function redisWindows(uses: WindowsOptions): FastifyRateLimitStoreCtor {
  return class extends RedisWindows {
    constructor() {
      const shared = new RedisStore(false, false, uses.link.redis, 'window:');
      super(uses, shared, new ProcessWindows());
    }
  };
}

class RedisWindows implements FastifyRateLimitStore {
  readonly #uses: WindowsOptions;
  readonly #shared: FastifyRateLimitStore;
  readonly #own: FastifyRateLimitStore;

  constructor(uses: WindowsOptions, shared: FastifyRateLimitStore, own: FastifyRateLimitStore) {
    this.#uses = uses;
    this.#shared = shared;
    this.#own = own;
  }

  incr(key: string, callback: Parameters<Incr>[1], windowMs: number, max: number): void {
    this.#count(key, windowMs, max).then((counted) => callback(null, counted), callback);
  }

  child(route: RouteOptions): FastifyRateLimitStore {
    return new RedisWindows(this.#uses, this.#shared.child(route), this.#own.child(route));
  }

  async #count(key: string, windowMs: number, max: number): Promise<Counted> {
    const hidden = await this.#hide(key);
    const counted = await this.#uses.link.ask('window', () => count(this.#shared, hidden, windowMs, max));
    return counted === AWAY ? count(this.#own, key, windowMs, max) : counted;
  }

  /** Hashes a key, because it may contain an IP address, which must not leave this process. */
  async #hide(key: string): Promise<string> {
    const { salts, now } = this.#uses;
    return keyedHash(await salts.of(dayOf(now())), key);
  }
}

function count(store: FastifyRateLimitStore, key: string, windowMs: number, max: number): Promise<Counted> {
  return new Promise((resolve, reject) => {
    store.incr(key, (error, counted) => (error ? reject(error) : resolve(counted!)), windowMs, max);
  });
}
