// npm test: everything, from a fresh clone on: installs what it needs, builds, checks the code, runs all tests.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fail, installEngine, ROOT, run, say, setUp } from './set-up.mjs';

/** Programs that tests drive for real, and the Debian package each comes in. */
const PROGRAMS = [
  { needs: () => existsSync('/usr/bin/chromium'), debianPackage: 'chromium' },
  { needs: () => succeeds('php', '--version'), debianPackage: 'php-cli' },
  { needs: () => succeeds('python3', '-c', 'import requests'), debianPackage: 'python3-requests' },
  { needs: () => succeeds('curl', '--version'), debianPackage: 'curl' },
  { needs: () => succeeds('redis-server', '--version'), debianPackage: 'redis-server' },
  { needs: () => succeeds('caddy', 'version'), debianPackage: 'caddy' },
  { needs: () => succeeds('systemd-analyze', '--version'), debianPackage: 'systemd' },
  { needs: () => existsSync('/usr/bin/script'), debianPackage: 'bsdutils' },
];
const REPORT = `${ROOT}coverage/results.json`;

setUp();
installPrograms();
installEngine();
say('Checking the code …');
run('npx', ['biome', 'check', '--error-on-warnings', '.']);
say('Testing …');
mkdirSync(`${ROOT}coverage`, { recursive: true });
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`],
  {
    cwd: ROOT,
    stdio: 'inherit',
  },
);
const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(REPORT, 'utf8'));
say(`${numPassedTests} passed, ${numFailedTests} failed`);
process.exit(status ?? 1);

function installPrograms() {
  const missing = PROGRAMS.filter(({ needs }) => !needs()).map(({ debianPackage }) => debianPackage);
  if (missing.length === 0) return;
  const command = `apt-get install -y ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !succeeds('apt-get', '--version')) {
    fail(`The tests drive programs that are missing here. On Debian or Ubuntu: sudo ${command}`);
  }
  say(`Installing ${missing.join(', ')} …`);
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  run('apt-get', ['update', '-qq'], quiet);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
}

function succeeds(program, ...args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
