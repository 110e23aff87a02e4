import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import LocalStore from '@fastify/rate-limit/store/LocalStore.js';
import RedisStore from '@fastify/rate-limit/store/RedisStore.js';
import { dayOf, keyedHash } from '../../model/visitor.js';
import type { Salts } from '../live.js';
import { WINDOWS_MAX } from '../process/process-live.js';
import { AWAY, type RedisLink } from './redis-link.js';

type Incr = FastifyRateLimitStore['incr'];
type RouteOptions = Parameters<FastifyRateLimitStore['child']>[0];
interface Counted {
  readonly current: number;
  readonly ttl: number;
}

/** Windows that all processes share, and while Redis is away one's own. */
export function redisWindows(link: RedisLink, salts: Salts): FastifyRateLimitStoreCtor {
  return class extends RedisWindows {
    constructor() {
      const shared = new RedisStore(false, false, link.redis, 'window:');
      super(link, salts, shared, new LocalStore(false, false, WINDOWS_MAX));
    }
  };
}

class RedisWindows implements FastifyRateLimitStore {
  readonly #link: RedisLink;
  readonly #salts: Salts;
  readonly #shared: FastifyRateLimitStore;
  readonly #own: FastifyRateLimitStore;

  constructor(link: RedisLink, salts: Salts, shared: FastifyRateLimitStore, own: FastifyRateLimitStore) {
    this.#link = link;
    this.#salts = salts;
    this.#shared = shared;
    this.#own = own;
  }

  incr(key: string, callback: Parameters<Incr>[1], windowMs: number, max: number): void {
    this.#count(key, windowMs, max).then((counted) => callback(null, counted), callback);
  }

  child(route: RouteOptions): FastifyRateLimitStore {
    return new RedisWindows(this.#link, this.#salts, this.#shared.child(route), this.#own.child(route));
  }

  async #count(key: string, windowMs: number, max: number): Promise<Counted> {
    const hidden = await this.#hide(key);
    const counted = await this.#link.ask('window', () => count(this.#shared, hidden, windowMs, max));
    return counted === AWAY ? count(this.#own, key, windowMs, max) : counted;
  }

  /** A key may hold an address, which is to leave this process for nowhere. */
  async #hide(key: string): Promise<string> {
    return keyedHash(await this.#salts.of(dayOf(Date.now())), key);
  }
}

function count(store: FastifyRateLimitStore, key: string, windowMs: number, max: number): Promise<Counted> {
  return new Promise((resolve, reject) => {
    store.incr(key, (error, counted) => (error ? reject(error) : resolve(counted!)), windowMs, max);
  });
}
