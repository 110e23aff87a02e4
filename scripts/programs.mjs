// Programs that tests drive for real.
import { existsSync } from 'node:fs';
import { fail, run, say, succeeds } from './run.mjs';

/** Each with the Debian package it comes in. */
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

/** Installs those that are missing, where it may. */
export function installPrograms() {
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
