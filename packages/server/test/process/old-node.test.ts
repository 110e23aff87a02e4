import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { transform } from 'esbuild';
import { describe, expect } from 'vitest';
import { isSupported, OLDEST } from '../../bin/supported-node.js';
import { it } from '../support/operator.js';
import { visitLines } from '../support/requests.js';
import { ROOT } from '../support/root.js';
import { CURRENT_NODE, oldNode, writeProgram } from './old-node.js';

const NEEDS = 'Goalpost needs Node.js 22 (from 22.22.3), 24 (from 24.15.0) or 26 and newer, and this is 20.20.2.\n';
const PROJECT = ['project', 'create', '--name', 'Two words', '--json'];

describe('the supported Node.js versions', () => {
  for (const version of ['22.22.3', '22.100.0', '24.15.0', '24.21.0', '26.0.0', '26.12.1', '27.0.0', '100.0.0']) {
    it(`${version} is`, () => expect(isSupported(version)).toBe(true));
  }
  for (const version of [
    '0.12.18',
    '12.22.12',
    '20.20.2',
    '22.9.0',
    '22.22.2',
    '23.11.1',
    '24.9.0',
    '24.14.1',
    '25.9.0',
  ]) {
    it(`${version} is not`, () => expect(isSupported(version)).toBe(false));
  }

  it('package.json has the same versions', () => {
    const [first, second, last] = OLDEST;
    for (const folder of ['.', 'packages/server']) {
      const { engines } = JSON.parse(readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8'));
      expect(engines.node).toBe(`^${first} || ^${second} || >=${last}`);
    }
  });
});

describe('goalpost, started by an old Node.js', () => {
  it('can be read by Node.js 12', async () => {
    const bin = path.join(ROOT, 'packages/server/bin');
    for (const name of readdirSync(bin)) {
      const source = readFileSync(path.join(bin, name), 'utf8');
      const [asItIs, for12] = await Promise.all(
        ['esnext', 'node12.20'].map((target) => transform(source, { target, format: 'esm' })),
      );
      expect(for12!.code).toBe(asItIs!.code);
    }
  });

  it('says in one sentence which versions it needs', async ({ operator }) => {
    const { bin, env } = oldNode(operator);
    const ended = await operator.start(process.execPath, [bin, ...PROJECT], { env }).ended;
    expect(ended).toEqual({ code: 1, stdout: '', stderr: NEEDS });
  });

  it('uses the Node.js that was fetched into the clone, with the same arguments, input, output and exit code', async ({
    operator,
  }) => {
    const { bin, env, putFetchedNode } = oldNode(operator);
    putFetchedNode(CURRENT_NODE);
    const goalpost = (args: string[], input = '') =>
      operator.start(process.execPath, [bin, ...args], { env, input }).ended;

    const made = await goalpost(PROJECT);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const imported = await goalpost(
      ['import', '--project', 'Two words', '--format', 'ndjson', '-'],
      visitLines('1', 1),
    );
    expect(imported).toMatchObject({ code: 0, stdout: expect.stringMatching(/stored +1\n/) });
    expect(await goalpost(['no-such-command'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('does not use a fetched one that is too old', async ({ operator }) => {
    const { bin, env, fetched } = oldNode(operator);
    writeProgram(fetched, 'echo 24.14.1');
    const ended = await operator.start(process.execPath, [bin, ...PROJECT], { env }).ended;
    expect(ended).toEqual({ code: 1, stdout: '', stderr: NEEDS });
  });

  it('forwards a signal, and ends when the server has ended', async ({ operator }) => {
    const { bin, env, putFetchedNode } = oldNode(operator);
    putFetchedNode(CURRENT_NODE);
    const server = operator.start(process.execPath, [bin, 'serve', '--port', '0', '--no-console'], { env });
    const [, url] = await server.said(/Goalpost listens on (http:[^"]+)/);
    server.process.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
  });

  it('ends with the signal that ended the child', async ({ operator }) => {
    const { bin, env, putFetchedNode } = oldNode(operator);
    putFetchedNode('kill -KILL $$');
    const started = operator.start(process.execPath, [bin], { env });
    await started.ended;
    expect(started.process.signalCode).toBe('SIGKILL');
  });

  it('does not forward Ctrl-C, because the terminal sends it to both', async ({ operator }) => {
    const { bin, env, putFetchedNode } = oldNode(operator);
    const countInterrupts = `
      let interrupts = 0;
      process.on('SIGINT', () => console.log('interrupts: ' + ++interrupts));
      process.on('SIGTERM', () => process.exit());
      console.log('started by ' + process.ppid);
      setInterval(() => {}, 1000);`;
    putFetchedNode(`unset NODE_OPTIONS; exec "${process.execPath}" -e "${countInterrupts}"`);
    const terminal = operator.start('/usr/bin/script', ['-qec', `"${process.execPath}" "${bin}"`, '/dev/null'], {
      env,
      input: null,
    });
    const [, first] = await terminal.said(/started by (\d+)/);
    terminal.process.stdin!.write('\x03');
    await terminal.said(/interrupts: 1/);
    // It handles signals in order, so a forwarded Ctrl-C would arrive before this signal.
    process.kill(Number(first), 'SIGTERM');
    expect((await terminal.ended).stdout).not.toContain('interrupts: 2');
  });
});
