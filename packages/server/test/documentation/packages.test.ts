import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.js';

const PLACES = [
  '.',
  'docs',
  'deploy',
  'bench',
  ...readdirSync(path.join(ROOT, 'packages')).map((name) => `packages/${name}`),
];
const PAGES = PLACES.flatMap((place) =>
  readdirSync(path.join(ROOT, place), { recursive: place === 'docs', encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') || place === 'deploy')
    .map((name) => path.join(place, name)),
)
  .filter((page) => /\.\w+$/.test(page) || page.endsWith('Dockerfile'))
  // `npm pack` copies the changelog there.
  .filter((page) => !/^packages.*CHANGELOG/.test(page));

/** Commands of development dependencies, which `npm ci` has installed in a clone. */
const INSTALLED_TOOLS = ['vitest', 'biome', 'tsc'];

/** The commands on a page that make npm fetch a package by a name that somebody else may own. */
function strangers(page: string): string[] {
  const npx = [...page.matchAll(/\bnpx((?: --?[\w-]+)*) (@?\w[\w/-]*)/g)]
    .filter(([, flags, name]) => !flags!.includes('--no') && !INSTALLED_TOOLS.includes(name!))
    .map(([command]) => command);
  const asProgram = [...page.matchAll(/"command": "npx"/g)].map(([command]) => command);
  const fetched = [
    ...page.matchAll(/\bnpm (?:install|i|add|exec)\b[^\n`]*?[ \t](@?goalpost[@/\w-]*)(?=[\s`]|$)/gm),
  ].map(([command]) => command);
  return [...npx, ...asProgram, ...fetched];
}

it.each(PAGES)('%s never runs or installs a package by a name that is not ours', (page) => {
  expect(strangers(readFileSync(path.join(ROOT, page), 'utf8'))).toEqual([]);
});

describe('the check', () => {
  it.each([
    'npx goalpost',
    'npx -y @goalpost/server',
    '"command": "npx"',
    'npm install @goalpost/client',
    'npm i goalpost',
  ])('finds "%s"', (command) => expect(strangers(command)).toEqual([command]));

  it.each([
    'npx --no goalpost serve',
    'npx vitest run',
    'npm install ./goalpost-client-0.1.0.tgz',
    'npm uninstall @goalpost/server',
  ])('lets "%s" pass', (command) => expect(strangers(command)).toEqual([]));
});

describe('the README in a tarball', () => {
  it.each(['server', 'client'])('of %s only links to files in the tarball', (name) => {
    const folder = path.join(ROOT, 'packages', name);
    const page = readFileSync(path.join(folder, 'README.md'), 'utf8');
    const links = [...page.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map(([, target]) => target!);
    expect(links.filter((link) => link.startsWith('..') || !existsSync(path.join(folder, link)))).toEqual([]);
  });
});
