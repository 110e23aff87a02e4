import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { blocksOf, readPage } from '../support/markdown.js';
import { it, type Operator } from '../support/operator.js';
import { ROOT } from '../support/root.js';

/** Commands for a reader with a tarball and no clone. */
const commandsIn = (page: string) => blocksOf(readPage(page), 'sh installed').join('').trim().split('\n');

/** A machine without the repository: an empty folder with the tarballs, and a folder for global installations. */
async function machine(operator: Operator) {
  const folder = path.join(operator.dir, 'folder');
  const prefix = path.join(operator.dir, 'prefix');
  mkdirSync(folder);
  const workspaces = ['--workspace', '@goalpost/server', '--workspace', '@goalpost/client'];
  const packed = await operator.start('npm', ['pack', ...workspaces, '--pack-destination', folder], { cwd: ROOT })
    .ended;
  expect(packed.code, packed.stderr).toBe(0);
  const env = {
    PATH: [path.join(prefix, 'bin'), path.dirname(process.execPath), '/usr/bin', '/bin'].join(path.delimiter),
    NODE_PATH: '',
    npm_config_prefix: prefix,
    // Uses npm's cache, so that packages fetched by `npm ci` are not fetched again.
    npm_config_prefer_offline: 'true',
    GOALPOST_DATA_DIR: path.join(operator.dir, 'installed-data'),
  };
  const start = (command: string) => operator.start('/bin/sh', ['-c', `exec ${command}`], { cwd: folder, env });
  const run = async (command: string) => {
    const { code, stdout, stderr } = await start(command).ended;
    expect({ command, code, stderr }).toMatchObject({ code: 0 });
    return stdout;
  };
  return { folder, prefix, start, run };
}

/** Runs the README's commands. The last one starts a server; resolves when it listens. */
async function serveAsInReadme(operator: Operator) {
  const { start, run, ...places } = await machine(operator);
  const [install, createProject, createToken, serve] = commandsIn('README.md');
  await run(install!);
  const { id, site_key: site } = JSON.parse(await run(createProject!));
  const token = (await run(createToken!)).trim();
  const server = start(serve!.replace('8080', '0'));
  const [, url] = await server.said(/Goalpost listens on (http:[^"]+)/);
  return { ...places, run, url: url!, id, site, token };
}

describe('without a clone', () => {
  it('the commands of the README install a server that tracks and answers', async ({ operator }) => {
    const { url, id, site, token, run, folder, prefix } = await serveAsInReadme(operator);
    expect(await run('which goalpost')).toBe(`${path.join(prefix, 'bin/goalpost')}\n`);
    await run(`goalpost goal create --project ${id} --key thanks --name Thanks --type url --match equals:/thanks`);
    const post = async (address: string, body: object, headers = {}) => {
      const answer = await fetch(`${url}/api/services/analytics/v1/${address}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': FIREFOX, ...headers },
        body: JSON.stringify(body),
      });
      return { status: answer.status, ...((await answer.json()) as object) };
    };
    const events = [{ id: 'e1', type: 'visit', age: 0, url: 'https://shop.example/thanks' }];
    expect(await post('track', { site, session_id: 's1', events })).toMatchObject({ status: 202 });
    const asked = await post('sessions/get-conversions', { session_ids: ['s1'] }, { authorization: `Bearer ${token}` });
    expect(asked).toEqual({ status: 200, error: false, data: ['s1:url:thanks:e1'] });

    for (const address of [
      '/t.js',
      '/console',
      '/reference',
      '/reference/scalar.js',
      '/reference/goals',
      '/postman.json',
    ]) {
      expect((await fetch(url + address)).status, address).toBe(200);
    }
    const installed = path.join(prefix, 'lib/node_modules/@goalpost/server');
    for (const file of ['README.md', 'LICENSE', 'CHANGELOG.md', 'dist/third-party-licences.txt']) {
      expect(await run(`cat ${path.join(installed, file)}`), file).not.toBe('');
    }
    expect(await run(`cat ${installed}/dist/third-party-licences.txt`)).toContain('@scalar/fastify-api-reference');
    expect(await run(`ls ${installed}/..`)).toBe('server\n');
    expect(await run(`ls ${folder}`)).not.toContain('node_modules');
  });

  it('the client is installed as its README says, compiles, and calls that server', async ({ operator }) => {
    const { url, token, run, folder } = await serveAsInReadme(operator);
    for (const command of commandsIn('packages/client/README.md')) await run(command);
    const [example] = blocksOf(readPage('packages/client/README.md'), 'ts');
    const code = example!.replace('https://stats.example', `${url}/api`).replace('YOUR_API_TOKEN', token);
    writeFileSync(path.join(folder, 'ask.mts'), code);
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const strict = '--strict --module nodenext --target es2023 --lib es2023,dom,dom.iterable --types ""';
    await run(`${process.execPath} ${tsc} ${strict} ask.mts`);
    expect(await run(`${process.execPath} ask.mjs`)).toBe('[]\n');
    expect(await run(`ls ${folder}/node_modules ${folder}/node_modules/@goalpost`)).not.toContain('server');
    for (const file of ['README.md', 'LICENSE', 'CHANGELOG.md']) {
      expect(await run(`cat node_modules/@goalpost/client/${file}`), file).not.toBe('');
    }
  });
});

/** The user agent of a browser: the collector drops events of programs as bots. */
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
