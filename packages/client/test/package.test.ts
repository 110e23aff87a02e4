import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

it('the package contains only modules, types, README, licence, changelog and manifest', () => {
  const packed = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: PACKAGE, encoding: 'utf8' }));
  const [{ files }] = Object.values(packed) as [{ files: { path: string }[] }];
  const modules = readdirSync(`${PACKAGE}/src`).map((name) => name.slice(0, -'.ts'.length));
  expect(files.map(({ path }) => path).sort()).toEqual(
    [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
      ...modules.flatMap((name) => [`dist/${name}.d.ts`, `dist/${name}.js`]),
    ].sort(),
  );
});

it('the package has no dependencies', () => {
  const manifest = JSON.parse(readFileSync(`${PACKAGE}/package.json`, 'utf8'));
  expect(manifest).not.toHaveProperty('dependencies');
  expect(manifest).not.toHaveProperty('peerDependencies');
});

it('the client has at most 6,000 bytes, bundled, minified and gzipped', async () => {
  const { outputFiles } = await build({
    entryPoints: [`${PACKAGE}/dist/index.js`],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  expect(gzipSync(outputFiles[0]!.contents, { level: 9 }).length).toBeLessThanOrEqual(6000);
});
