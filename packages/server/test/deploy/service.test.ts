import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { readPage } from '../support/markdown.js';
import { GOALPOST, it } from '../support/operator.js';
import { ROOT } from '../support/root.js';

const unit = readFileSync(path.join(ROOT, 'deploy/goalpost.service'), 'utf8');

it('systemd finds no problem in the unit', async ({ operator }) => {
  mkdirSync(operator.dir, { recursive: true });
  const file = path.join(operator.dir, 'goalpost.service');
  // systemd looks for the program, which is in another place here.
  writeFileSync(file, unit.replace('/opt/goalpost/bin/goalpost', GOALPOST));
  expect(await operator.start('systemd-analyze', ['verify', file]).ended).toEqual({ code: 0, stdout: '', stderr: '' });
});

it('the unit starts the program that the page installs, and sets only settings that exist', async ({ operator }) => {
  const [, prefix] = /^ExecStart=(\S+)\/bin\/goalpost serve$/m.exec(unit)!;
  const installs = readPage('docs/deploy.md').match(/^npm (install|uninstall) --global --prefix \S+ \S+$/gm)!;
  expect(installs.map((command) => command.split(' ').slice(0, 5).join(' '))).toEqual([
    `npm install --global --prefix ${prefix}`,
    `npm install --global --prefix ${prefix}`,
    `npm uninstall --global --prefix ${prefix}`,
  ]);
  const { code, stdout } = await operator.goalpost('serve', '--help');
  expect(code).toBe(0);
  const variables = [...unit.matchAll(/GOALPOST_[A-Z_]+/g)].map(([name]) => name);
  for (const variable of variables) expect(stdout).toContain(variable);
});
