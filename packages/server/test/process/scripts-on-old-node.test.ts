import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { FETCHED_LINE } from '../../bin/fetched-node.js';
import { it, type Operator } from '../support/operator.js';
import { CURRENT_NODE, oldNode, writeProgram } from './old-node.js';

/** Prints its arguments, and which program `node` is for its children. */
const PROBE = `
  import { spawnSync } from 'node:child_process';
  const { stdout } = spawnSync('/bin/sh', ['-c', 'command -v node'], { encoding: 'utf8' });
  console.log(JSON.stringify({ args: process.argv.slice(2), node: stdout.trim() }));`;
const USES = `Goalpost needs Node.js 22 (from 22.22.3), 24 (from 24.15.0) or 26 and newer: using Node.js ${FETCHED_LINE} from npm, kept in .node/, in place of 20.20.2.`;

/** A clone with a script that prints how it was started. */
function probed(operator: Operator) {
  const old = oldNode(operator);
  writeFileSync(path.join(old.clone, 'scripts/probe.mjs'), PROBE);
  const start = path.join(old.clone, 'scripts/start.mjs');
  return {
    ...old,
    probe: (env: Record<string, string>) =>
      operator.start(process.execPath, [start, 'probe', '--port', '1 2'], { env }).ended,
  };
}

describe('npm run demo and the like', () => {
  it('use a current Node.js directly', async ({ operator }) => {
    const { probe, clone } = probed(operator);
    const { code, stdout, stderr } = await probe({});
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ args: ['--port', '1 2'] });
    expect(existsSync(path.join(clone, '.node'))).toBe(false);
  });

  it('on an old Node.js, use the one in the clone, also for child processes, and say so in one line', async ({
    operator,
  }) => {
    const { probe, env, fetched, putFetchedNode } = probed(operator);
    putFetchedNode(CURRENT_NODE);
    const { code, stdout, stderr } = await probe(env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [said, result] = stdout.split('\n');
    expect(said).toBe(USES);
    expect(JSON.parse(result!)).toEqual({ args: ['--port', '1 2'], node: fetched });
  });
});

describe('fetching Node.js', () => {
  /** Puts a fake npm first on PATH, so that nothing is downloaded. */
  function npmThat(operator: Operator, installs: string) {
    const folder = path.join(operator.dir, 'programs');
    const package_ = `node-${process.platform}-${process.arch}`;
    writeProgram(path.join(folder, 'npm'), `bin="node_modules/${package_}/bin"; mkdir -p "$bin"; ${installs}`);
    return { PATH: `${folder}${path.delimiter}${process.env.PATH}` };
  }
  const whole = `printf '%s\\n' '#!/bin/sh' '${CURRENT_NODE}' > "$bin/node"; chmod +x "$bin/node"`;

  it('is done once', async ({ operator }) => {
    const { probe, env, fetched } = probed(operator);
    const first = await probe({ ...env, ...npmThat(operator, whole) });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('Fetching Node.js');
    expect(first.stdout).toContain(fetched);
    const second = await probe({ ...env, ...npmThat(operator, 'exit 1') });
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).not.toContain('Fetching');
  });

  it('leaves nothing behind when it is interrupted, and starts again the next time', async ({ operator }) => {
    const { probe, env, fetched } = probed(operator);
    const interrupted = await probe({ ...env, ...npmThat(operator, `${whole}; kill -INT $$`) });
    expect(interrupted.code).toBe(1);
    expect(interrupted.stderr).toContain('"npm install');
    expect(existsSync(fetched)).toBe(false);
    expect(await probe({ ...env, ...npmThat(operator, whole) })).toMatchObject({ code: 0, stderr: '' });
  });

  it('fails when the fetched Node.js is too old or does not run', async ({ operator }) => {
    const { probe, env, fetched } = probed(operator);
    for (const program of ['echo 24.0.0', 'exit 126']) {
      const installs = whole.replace(CURRENT_NODE, program);
      const { code, stderr } = await probe({ ...env, ...npmThat(operator, installs) });
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^Goalpost needs Node\.js .*The one from npm does not run on this machine; install it yourself\.\n$/,
      );
      expect(existsSync(fetched)).toBe(false);
    }
  });
});
