import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { it } from '../support/operator.js';
import { ROOT } from '../support/root.js';

const unit = readFileSync(path.join(ROOT, 'deploy/goalpost.service'), 'utf8');

it('systemd has nothing to say of the unit', async ({ operator }) => {
  mkdirSync(operator.dir, { recursive: true });
  const file = path.join(operator.dir, 'goalpost.service');
  // It looks for the program, which is elsewhere here.
  writeFileSync(file, unit.replace('/usr/bin/node', process.execPath));
  expect(await operator.start('systemd-analyze', ['verify', file]).ended).toEqual({ code: 0, stdout: '', stderr: '' });
});

it('what the unit starts is there once it is installed', async ({ operator }) => {
  const [, program] = /^ExecStart=\/usr\/bin\/node \/opt\/goalpost\/(\S+) serve$/m.exec(unit)!;
  const { code, stdout } = await operator.start(process.execPath, [path.join(ROOT, program!), 'serve', '--help']).ended;
  expect(code).toBe(0);
  const variables = [...unit.matchAll(/GOALPOST_[A-Z_]+/g)].map(([name]) => name);
  for (const variable of variables) expect(stdout).toContain(variable);
});
