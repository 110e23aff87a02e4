import { DAY_MS } from '../../model/visitor.js';
import type { VisitorStore } from '../../store/store.js';
import type { Salts } from '../live.js';
import { rememberedSalts } from '../salts.js';
import type { RedisLink } from './redis-link.js';

/**
 * The store keeps salts, and Redis makes sure of one: of processes that ask a new day's at the same moment, all take the
 * one that came first. Redis drops it by itself when the day after its own ends, as the store does.
 */
export function redisSalts(link: RedisLink, store: VisitorStore): Salts {
  return rememberedSalts(async (day) => {
    const salt = await store.salt(day);
    const droppedAt = Date.parse(day) + 2 * DAY_MS;
    const first = await link.ask('salt', (redis) => redis.set(`salt:${day}`, salt, 'PXAT', droppedAt, 'NX', 'GET'));
    return typeof first === 'string' ? first : salt;
  });
}
