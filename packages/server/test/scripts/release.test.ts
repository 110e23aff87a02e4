import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { it as base, type Operator } from '../support/operator.js';
import { ROOT } from '../support/root.js';

const CHANGELOG =
  '# Changelog\n\n## Unreleased\n\n## 1.2.0 - 2026-02-03\n\n- `track` takes more.\n\n## 1.1.0 - 2026-01-02\n';

interface Clone {
  write(file: string, content: unknown): void;
  shell(line: string): ReturnType<Operator['shell']>;
  release(...args: string[]): ReturnType<Operator['shell']>;
}

/** A repository with the release script and two small packages, ready to release 1.2.0. Its test writes a file. */
const it = base.extend<{ clone: Clone }>({
  clone: async ({ operator }, use) => {
    const cwd = path.join(operator.dir, 'clone');
    const shell = (line: string) => operator.shell(line, { cwd });
    const write = (file: string, content: unknown) => {
      mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true });
      writeFileSync(path.join(cwd, file), typeof content === 'string' ? content : JSON.stringify(content));
    };
    cpSync(path.join(ROOT, 'scripts'), path.join(cwd, 'scripts'), { recursive: true });
    write('package.json', {
      name: 'clone',
      private: true,
      type: 'module',
      workspaces: ['packages/*'],
      scripts: { test: 'echo tested > .tested', 'test:routers': 'echo walked >> .tested' },
    });
    write('.gitignore', '/release/\n.tested\n');
    write('CHANGELOG.md', CHANGELOG);
    write('packages/one/package.json', { name: '@small/one', version: '1.2.0' });
    write('packages/two/package.json', {
      name: '@small/two',
      version: '1.2.0',
      dependencies: { '@small/one': '^1.2.0' },
    });
    const made = await shell(
      'git init -q && git config user.name Tester && git config user.email t@shop.example && git add . && git commit -qm Begin',
    );
    expect(made).toMatchObject({ code: 0, stderr: '' });
    await use({ write, shell, release: (...args) => shell(['node scripts/release.mjs', ...args].join(' ')) });
  },
});

const filesIn = (operator: Operator, folder = '') => readdirSync(path.join(operator.dir, 'clone', folder));

describe('the release script', () => {
  it('tests, packs and tags, with the section of the changelog in the tag', async ({ operator, clone }) => {
    const { code, stdout } = await clone.release();
    expect(code).toBe(0);
    expect((await clone.shell('cat .tested')).stdout).toBe('tested\nwalked\n');
    expect(filesIn(operator, 'release').sort()).toEqual(['small-one-1.2.0.tgz', 'small-two-1.2.0.tgz']);
    const tag = await clone.shell("git for-each-ref refs/tags/v1.2.0 --format='%(objecttype) %(contents)'");
    expect(tag.stdout.trim()).toBe('tag Goalpost 1.2.0\n\n- `track` takes more.');
    expect(stdout).toContain('- packed release/small-one-1.2.0.tgz\n');
    expect(stdout).toContain('Nothing was pushed or published.');
  });

  it('only prints its steps in a dry run', async ({ operator, clone }) => {
    const { code, stdout } = await clone.release('--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('- pack @small/one, @small/two into release/\n- create the tag v1.2.0\n');
    expect(filesIn(operator)).not.toContain('.tested');
    expect(filesIn(operator)).not.toContain('release');
    expect(await clone.shell('git tag')).toMatchObject({ stdout: '' });
  });

  it('neither packs nor tags when the tests fail', async ({ operator, clone }) => {
    clone.write('package.json', {
      name: 'clone',
      workspaces: ['packages/*'],
      type: 'module',
      scripts: { test: 'exit 3' },
    });
    await clone.shell('git commit -qam "Break the tests"');
    expect(await clone.release()).toMatchObject({ code: 1, stderr: expect.stringContaining('"npm test" failed') });
    expect(filesIn(operator)).not.toContain('release');
    expect(await clone.shell('git tag')).toMatchObject({ stdout: '' });
  });

  it('lists all problems at once', async ({ clone }) => {
    await clone.shell('git tag v1.2.0');
    clone.write(
      'CHANGELOG.md',
      CHANGELOG.replace('1.2.0 - 2026-02-03', '1.2.0').replace('Unreleased\n', 'Unreleased\n\n- More.\n'),
    );
    clone.write('packages/two/package.json', {
      name: '@small/two',
      version: '1.3.0',
      dependencies: { '@small/one': '1.1.0' },
    });
    const { code, stderr } = await clone.release('--dry-run');
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      'Not ready for a release:',
      '- These files have uncommitted changes: CHANGELOG.md, packages/two/package.json.',
      '- All packages need the same version: @small/one has 1.2.0, @small/two has 1.3.0.',
      '- @small/two depends on @small/one 1.1.0: write 1.2.0.',
      '- The tag v1.2.0 exists: raise the version of the packages.',
      '- CHANGELOG.md needs a section "## 1.2.0 - YYYY-MM-DD" with the changes.',
      '- CHANGELOG.md has changes under "Unreleased": move them to the section of 1.2.0.',
    ]);
  });

  it('refuses a version that is not three numbers, and unknown flags', async ({ clone }) => {
    for (const name of ['one', 'two']) clone.write(`packages/${name}/package.json`, { name, version: '1.2' });
    expect((await clone.release('--dry-run')).stderr).toContain('- The version must be like 1.2.3; got 1.2.\n');
    expect(await clone.release('--force')).toMatchObject({
      code: 1,
      stderr: 'Usage: npm run release [-- --dry-run]\n',
    });
  });
});
