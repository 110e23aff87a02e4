// What the scripts of this folder have in common: getting a clone ready for use.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NODE_MIN = [20, 19];

/** Installs what the lock file names, unless that has been done, and builds. */
export function setUp() {
  requireNode();
  install();
  say('Building …');
  run('npm', ['run', 'build', '--silent']);
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

/** A note of the lock file that was installed spares the next run the question. */
function install() {
  const note = `${ROOT}node_modules/.installed`;
  const lock = createHash('sha256')
    .update(readFileSync(`${ROOT}package-lock.json`))
    .digest('hex');
  if (existsSync(note) && readFileSync(note, 'utf8') === lock) return;
  say('Installing (a minute or two, when SQLite has to be compiled) …');
  run('npm', ['ci']);
  writeFileSync(note, lock);
}
