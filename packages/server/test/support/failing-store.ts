import { type AppOptions, buildApp } from '#goalpost/app.js';
import type { Api } from './api.js';
import type { App } from './app.js';

/** A server on the same store in which only projects and tokens work; everything else fails with `error`. */
export function withFailingStore(api: Api, error: Error, options: Partial<AppOptions> = {}): Promise<App> {
  const fail = () => Promise.reject(error);
  const store = {
    ...api.store,
    goals: { list: fail, find: fail, create: fail, replace: fail, remove: fail, work: fail, preview: fail },
    events: { record: fail },
    sessions: {
      known: fail,
      hasTrusted: fail,
      list: fail,
      timeline: fail,
      erase: fail,
      markPublic: fail,
      eraseOlderThan: fail,
      countOlderThan: fail,
      lastEventAt: fail,
    },
    visitors: { salt: fail, sessions: fail, forget: fail },
    visits: { ids: fail, list: fail, count: fail },
    conversions: { ids: fail, list: fail, count: fail },
  };
  return buildApp({ store, now: () => api.now, ...options });
}
