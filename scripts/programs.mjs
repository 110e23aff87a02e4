// External programs that tests run.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fail, run, say, succeeds } from './run.mjs';
import { NEEDS, testFiles, uses } from './test-files.mjs';

const SERVER = 'packages/server/test';
const SAMPLES = [`${SERVER}/process/samples.test.ts`, `${SERVER}/documentation/quick-start.test.ts`];

/** Each program with its Debian package and the modules or test files that start it. */
export const PROGRAMS = [
  { debianPackage: 'chromium', has: () => existsSync('/usr/bin/chromium'), usedBy: NEEDS.browser },
  { debianPackage: 'php-cli', has: () => succeeds('php', '--version'), usedBy: SAMPLES },
  {
    debianPackage: 'python3-requests',
    has: () => succeeds('python3', '-c', 'import requests'),
    usedBy: [...SAMPLES, `${SERVER}/deploy/compose.test.ts`],
  },
  {
    debianPackage: 'curl',
    has: () => succeeds('curl', '--version'),
    usedBy: [...SAMPLES, `${SERVER}/documentation/commands.test.ts`, `${SERVER}/process/demo.test.ts`],
  },
  { debianPackage: 'redis-server', has: () => succeeds('redis-server', '--version'), usedBy: NEEDS.redis },
  {
    debianPackage: 'caddy',
    has: () => succeeds('caddy', 'version'),
    usedBy: [`${SERVER}/deploy/caddy.test.ts`, `${SERVER}/support/caddy.ts`],
  },
  {
    debianPackage: 'nginx',
    has: () => succeeds('nginx', '-v'),
    usedBy: [`${SERVER}/support/nginx.ts`],
  },
  {
    debianPackage: 'systemd',
    has: () => succeeds('systemd-analyze', '--version'),
    usedBy: [`${SERVER}/deploy/service.test.ts`],
  },
  {
    debianPackage: 'bsdutils',
    has: () => existsSync('/usr/bin/script'),
    usedBy: [`${SERVER}/process/old-node.test.ts`],
  },
];

/** Where Debian has servers such as nginx. The PATH of people other than root often lacks them. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** Adds the folders of system programs to the PATH of this process and of those that it starts. */
export function searchSystemFolders() {
  const folders = process.env.PATH.split(path.delimiter);
  const missing = SYSTEM_FOLDERS.filter((folder) => !folders.includes(folder));
  process.env.PATH = [...folders, ...missing].join(path.delimiter);
}

/**
 * Installs missing programs with apt-get when it runs as root, after saying so. Otherwise returns the test files that
 * need a missing program, or fails if `CI=true`.
 */
export function installPrograms() {
  searchSystemFolders();
  const missing = PROGRAMS.filter(({ has }) => !has());
  if (missing.length === 0) return [];
  const packages = missing.map(({ debianPackage }) => debianPackage).join(' ');
  if (process.getuid?.() === 0 && succeeds('apt-get', '--version')) {
    say(`Installing programs for the tests with apt-get: ${packages} …`);
    const quiet = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    run('apt-get', ['update', '-qq'], quiet);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages.split(' ')], quiet);
    return [];
  }
  const files = testFiles().filter((file) => missing.some(({ usedBy }) => uses(file, usedBy)));
  const advice = `${files.length} test files need programs that are missing here: ${packages}.
On Debian or Ubuntu: sudo apt-get install -y --no-install-recommends ${packages}`;
  if (process.env.CI === 'true') fail(advice);
  say(`${advice}\nLeft out:\n${files.map((file) => `  ${file}`).join('\n')}`);
  return files;
}
