import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { expect, it } from 'vitest';
import { ROOT } from '../support/root.js';

const text = readFileSync(path.join(ROOT, 'deploy/Dockerfile'), 'utf8');

it('the linter finds no problem in the Dockerfile', () => {
  expect(validate(text)).toEqual([]);
});

it('the files that the Dockerfile copies exist, and every package is installed', () => {
  const copied = DockerfileParser.parse(text)
    .getCOPYs()
    .filter((copy) => copy.getFlags().length === 0)
    .flatMap((copy) => copy.getArguments().slice(0, -1).map(String));
  expect(copied.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
  const workspaces = Object.keys(packages).filter(
    (name) => name.startsWith('packages/') && !name.includes('node_modules'),
  );
  expect(copied).toEqual(expect.arrayContaining(workspaces.map((name) => `${name}/package.json`)));
});
