// Prepares a clone for use.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, run, say } from './run.mjs';

const ENGINE = 'packages/server/test/support/clickhouse/engine';

/** Installs the dependencies in the lock file, unless they are installed already, and builds. */
export function setUp() {
  install('', 'Installing …');
  say('Building …');
  run('npm', ['run', 'build', '--silent']);
}

/** Installs the ClickHouse engine of the tests. It has its own lock file, so that nothing else installs its 550 MB. */
export function installEngine() {
  install(ENGINE, 'Installing the ClickHouse engine (550 MB) …');
}

/**
 * Installs the dependencies in a folder's lock file. Saves the hash of that lock file, so that the next run can skip
 * the installation.
 */
function install(folder, announcement) {
  const cwd = path.join(ROOT, folder);
  const note = path.join(cwd, 'node_modules/.installed');
  const lock = createHash('sha256')
    .update(readFileSync(path.join(cwd, 'package-lock.json')))
    .digest('hex');
  if (existsSync(note) && readFileSync(note, 'utf8') === lock) return;
  say(announcement);
  run('npm', ['ci'], { cwd });
  writeFileSync(note, lock);
}
