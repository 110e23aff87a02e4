import type {} from '#goalpost/access/access-plugin.js';
import type { buildApp } from '#goalpost/app.js';

export type App = Awaited<ReturnType<typeof buildApp>>;
export type Answer = Awaited<ReturnType<App['inject']>>;
