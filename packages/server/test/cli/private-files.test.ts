import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';

const VISIT = '{"session_id":"1","type":"visit","at":"2026-01-03T10:00:00Z","url":"/thanks"}\n';

/** All files and directories below `dir`, with their permissions. */
function modesBelow(dir: string): Record<string, string> {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(names.map((name) => [name, (statSync(path.join(dir, name)).mode & 0o777).toString(8)]));
}

describe.concurrent('new files are 0600 and new directories 0700', () => {
  it.for(['000', '022', '777'])('with umask %s', async (umask, { operator }) => {
    const work = path.join(operator.dir, 'work');
    mkdirSync(work);
    const env = { GOALPOST_DATA_DIR: 'a/b' };
    const run = async (line: string, input = '') => {
      const ended = await operator.shell(`umask ${umask}; ${line}`, { cwd: work, env, input });
      expect(ended).toMatchObject({ code: 0, stderr: '' });
    };
    await run('goalpost project create --name Shop');
    await run('goalpost import --project Shop --format ndjson -', VISIT);
    await run('goalpost backup copy.db');
    await run('goalpost restore copy.db --data-dir c/d');
    // While a server runs, the files of the write-ahead log are there too.
    const server = operator.start('/bin/sh', ['-c', `umask ${umask}; exec goalpost serve --port 0`], {
      cwd: work,
      env,
      input: null,
    });
    const [, url] = await server.said(/Goalpost listens on (http:[^"]+)/);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(modesBelow(work)).toEqual({
      a: '700',
      'a/b': '700',
      'a/b/goalpost.db': '600',
      'a/b/goalpost.db-shm': '600',
      'a/b/goalpost.db-wal': '600',
      'a/b/secret.key': '600',
      c: '700',
      'c/d': '700',
      'c/d/goalpost.db': '600',
      'copy.db': '600',
    });
  });
});

/** Makes what an operator may have made with umask 022. */
async function makeOpen(operator: Operator, dataDir: string) {
  await operator.goalpost('project', 'create', '--name', 'Shop', '--data-dir', dataDir);
  chmodSync(dataDir, 0o755);
  chmodSync(path.join(dataDir, 'goalpost.db'), 0o644);
}

describe.concurrent('a data directory that others can read', () => {
  it('is reported by commands with the command that ends it, and stays as it is', async ({ operator }) => {
    const dataDir = path.join(operator.dir, "it's open");
    await makeOpen(operator, dataDir);
    const list = () => operator.goalpost('project', 'list', '--json', '--data-dir', dataDir);
    const { code, stdout, stderr } = await list();
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ name: 'Shop' }]);
    const inShell = `'${operator.dir}/it'\\''s open`;
    const commands = `chmod 700 ${inShell}' && chmod 600 ${inShell}/goalpost.db'`;
    expect(stderr).toBe(
      `goalpost: other users of this machine can read ${dataDir}, which holds the database; to keep them out, run: ${commands}\n`,
    );
    expect(modesBelow(operator.dir)).toMatchObject({ "it's open": '755', "it's open/goalpost.db": '644' });

    expect((await operator.shell(commands)).code).toBe(0);
    expect((await list()).stderr).toBe('');
    expect(modesBelow(operator.dir)).toMatchObject({ "it's open": '700', "it's open/goalpost.db": '600' });
  });

  it('is reported by a server in its log', async ({ operator }) => {
    await makeOpen(operator, operator.dataDir);
    const server = operator.startGoalpost(['serve', '--port', '0', '--no-console'], { input: null });
    await server.said(/Goalpost listens on/);
    const [line] = await server.said(/.*can read.*/);
    expect(JSON.parse(line!)).toMatchObject({
      level: 40,
      msg: expect.stringContaining(`chmod 700 ${operator.dataDir}`),
    });
    server.process.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('is reported on the way of a move, once', async ({ operator }) => {
    await makeOpen(operator, operator.dataDir);
    const flags = ['--from', 'sqlite', '--to', 'clickhouse', '--clickhouse-url', 'http://127.0.0.1:1'];
    const { stderr } = await operator.goalpost('move', ...flags);
    expect(stderr.match(/can read/g)).toHaveLength(1);
  });

  it('is not reported when its files are open but it keeps others out', async ({ operator }) => {
    await makeOpen(operator, operator.dataDir);
    chmodSync(operator.dataDir, 0o700);
    expect((await operator.goalpost('project', 'list')).stderr).toBe('');
  });
});

it('a file with a secret that others can read is reported', async ({ operator }) => {
  const file = path.join(operator.dir, 'token.txt');
  writeFileSync(file, 'gp_x\n');
  chmodSync(file, 0o640);
  const { stderr } = await operator.goalpost('mcp', '--token-file', file);
  expect(stderr).toBe(
    `goalpost: other users of this machine can read ${file}, which holds a secret; to keep them out, run: chmod 600 ${file}\n`,
  );
});
