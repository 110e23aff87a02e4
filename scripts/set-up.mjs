// What the scripts of this folder have in common: getting a clone ready for use.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ENGINE = 'packages/server/test/support/clickhouse/engine';
const NODE_MIN = [20, 19];

/** Installs what the lock file names, unless that has been done, and builds. */
export function setUp() {
  requireNode();
  install('', 'Installing (a minute or two, when SQLite has to be compiled) …');
  say('Building …');
  run('npm', ['run', 'build', '--silent']);
}

/** What runs as ClickHouse nodes. It has a lock file of its own, so that nothing else installs its 550 MB. */
export function installEngine() {
  install(ENGINE, 'Installing the ClickHouse engine (550 MB) …');
}

/** Runs a program to its end, showing what it prints; ends this one when it fails. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (error) fail(`${program} cannot be run: ${error.message}`);
  if (status !== 0) fail(`"${program} ${args.join(' ')}" failed (exit code ${status}).`);
}

export function say(text) {
  process.stdout.write(`${text}\n`);
}

export function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return;
  fail(`Goalpost needs Node.js ${NODE_MIN.join('.')} or newer; this is ${process.versions.node}.`);
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
