import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createDataDir, databaseOf } from '../data/data-dir.mjs';
import { insertSessions, keep, prepareReports } from '../data/data-set.mjs';
import { visitors } from './visitors.mjs';

const SOURCES = [new URL('./visitors.mjs', import.meta.url), new URL('./data-set.mjs', import.meta.url)];

/** Returns a data directory with `perYear` sessions in each of two years, and four times as many conversions. */
export async function reportSet(benchDir, perYear) {
  const dir = path.join(benchDir, `reports-${perYear}`);
  await keep(
    dir,
    async (partial) => {
      const dataDir = path.join(partial, 'data');
      writeFileSync(path.join(partial, 'token.txt'), await createDataDir(dataDir));
      insertSessions(databaseOf(dataDir), visitors({ perYear, days: 730 }));
    },
    SOURCES,
  );
  const dataDir = path.join(dir, 'data');
  // An earlier run may have left days that late events changed.
  await prepareReports(dataDir);
  return { perYear, dataDir, bearerToken: readFileSync(path.join(dir, 'token.txt'), 'utf8') };
}
