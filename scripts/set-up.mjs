// Gets a clone ready for use.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, run, say } from './run.mjs';

const ENGINE = 'packages/server/test/support/clickhouse/engine';

/** Installs what the lock file names, unless that has been done, and builds. */
export function setUp() {
  install('', 'Installing …');
  say('Building …');
  run('npm', ['run', 'build', '--silent']);
}

/** What runs as ClickHouse nodes. It has a lock file of its own, so that nothing else installs its 550 MB. */
export function installEngine() {
  install(ENGINE, 'Installing the ClickHouse engine (550 MB) …');
}

/**
 * Installs what the lock file of a folder names; a note of the lock file that was installed spares the next run the
 * question.
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
