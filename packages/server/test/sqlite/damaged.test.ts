import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ProjectId, SessionId, TokenId } from '#goalpost/model/ids.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import type { Store } from '#goalpost/store/store.js';
import { DamagedData } from '#goalpost/store/stored-json.js';
import { click, customEvent, project, T0, token, urlGoal } from '../support/builders.js';
import { executeIn } from '../support/sqlite.js';

const P1 = 'p1' as ProjectId;

let dir: string;
let store: Store;
beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  store = openSqliteStore(dir, { now: () => T0 });
  await store.projects.create(project());
  await store.tokens.create(token());
  await store.goals.create(P1, urlGoal('/thanks'));
  await store.events.record(P1, [
    click([{ tag: 'a' }], { sessionId: 'click' }),
    customEvent('purchase', { sessionId: 'event', properties: { plan: 'pro' } }),
  ]);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

const timeline = (id: string) => store.sessions.timeline(P1, id as SessionId, { limit: 10, after: null });

it.each<[what: string, damage: string, read: () => Promise<unknown>]>([
  ['the rule of a url goal', `UPDATE goals SET rule = '{"match":"near"}'`, () => store.goals.list(P1)],
  ['the rule of a click goal', `UPDATE goals SET type = 'click', rule = '[]'`, () => store.goals.list(P1)],
  ['the chain of a clicked element', `UPDATE events SET element = '[{"id":1}]'`, () => timeline('click')],
  ["a custom event's properties", `UPDATE events SET properties = '{"plan":{}}'`, () => timeline('event')],
  ['the abilities of a token', `UPDATE tokens SET abilities = '["all"]'`, () => store.tokens.find('t1' as TokenId)],
  ['the signing secrets of a project', `UPDATE projects SET signing_secrets = '[{}]'`, () => store.projects.find(P1)],
  ['the allowed origins of a project', `UPDATE projects SET allowed_origins = '[1'`, () => store.projects.find(P1)],
])('%s: damage in the file is reported, not read as something else', async (what, damage, read) => {
  await read();
  executeIn(path.join(dir, 'goalpost.db'), damage);
  const answer = read();
  await expect(answer).rejects.toThrow(`is not ${what}; restore a backup`);
  await expect(answer).rejects.toBeInstanceOf(DamagedData);
});
