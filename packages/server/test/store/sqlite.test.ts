import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteStore } from '#goalpost/store/sqlite/sqlite-store.js';
import { describeStore } from './conformance.js';

describeStore('the SQLite store', async (now) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const store = openSqliteStore(dir, { now });
  return {
    store,
    release: async () => {
      await store.close();
      rmSync(dir, { recursive: true });
    },
  };
});
