import { DAY_MS } from '../../model/visitor.js';
import type { VisitorStore } from '../../store/contract/events.js';
import type { Salts } from '../live.js';
import { cachedSalts } from '../salts.js';
import type { RedisLink } from './redis-link.js';

/**
 * The store keeps the salts, and Redis ensures that there is one per day: when several processes create a day's salt at
 * the same moment, all use the first. Redis expires it at the end of the following day, as the store does.
 */
export function redisSalts(link: RedisLink, store: VisitorStore): Salts {
  return cachedSalts(async (day) => {
    const salt = await store.salt(day);
    const expiresAt = Date.parse(day) + 2 * DAY_MS;
    const first = await link.ask('salt', (redis) => redis.set(`salt:${day}`, salt, 'PXAT', expiresAt, 'NX', 'GET'));
    return typeof first === 'string' ? first : salt;
  });
}
