import { spawn } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { PROJECT_ID } from '../data/data-dir.mjs';
import { lastLineOf } from '../measure/child.mjs';
import { memoryMb } from '../measure/server.mjs';
import { GOALPOST } from '../reads/servers.mjs';
import { checkSameRows } from './same-rows.mjs';

const RAW_INSERTS = fileURLToPath(new URL('../contenders/raw-inserts.mjs', import.meta.url));
const POLL_EVERY_MS = 20;

/**
 * Imports the same events repeatedly into an empty project, alternating with raw inserts of the resulting rows. The time of
 * an import is that of its whole process; raw inserts are timed from the first row to the last commit.
 */
export async function measureImport(set, benchDir, rounds) {
  const samples = [];
  for (let round = 1; round <= rounds; round++) {
    const raw = freshDataDir(set, benchDir, 'raw');
    const imported = freshDataDir(set, benchDir, 'imported');
    const inserts = await lastLineOf(process.execPath, [RAW_INSERTS, raw, String(set.conversions)]);
    const { seconds, peakMb } = await runImport(set.file, imported);
    if (round === 1) checkSameRows(raw, imported);
    samples.push({
      rawPerSecond: inserts.rows / inserts.seconds,
      perSecond: inserts.rows / seconds,
      eventsPerSecond: set.events / seconds,
      peakMb,
    });
    for (const dir of [raw, imported]) rmSync(dir, { recursive: true });
  }
  console.log(`import: ${rounds} rounds of ${set.events} events`);
  return { events: set.events, samples };
}

function freshDataDir({ emptyDataDir }, benchDir, name) {
  const dir = path.join(benchDir, name);
  rmSync(dir, { recursive: true, force: true });
  cpSync(emptyDataDir, dir, { recursive: true });
  return dir;
}

async function runImport(file, dataDir) {
  const args = [GOALPOST, 'import', '--project', PROJECT_ID, '--format', 'ndjson', '--data-dir', dataDir, file];
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let peakMb = 0;
  const watch = setInterval(() => {
    if (child.exitCode === null) peakMb = Math.max(peakMb, memoryMb(child.pid).peak || 0);
  }, POLL_EVERY_MS);
  const exitCode = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(watch);
  if (exitCode !== 0) throw new Error(`goalpost import exited with ${exitCode}`);
  return { seconds: (performance.now() - startedAt) / 1000, peakMb };
}
