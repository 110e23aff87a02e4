import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { SCHEMA } from '#goalpost/sqlite/database/migrate.js';
import { type Ended, it, type Operator } from '../support/operator.js';
import { executeIn } from '../support/sqlite.js';

/** One sentence without a stack trace; `DIR` stands for the data directory. */
function expectSentence({ code, stdout, stderr }: Ended, operator: Operator, sentence: string, exit = 1) {
  expect({ code, stdout, stderr: stderr.replaceAll(operator.dataDir, 'DIR') }).toEqual({
    code: exit,
    stdout: '',
    stderr: `goalpost: ${sentence}\n`,
  });
}

const createProject = ['project', 'create', '--name', 'Shop'];
const databaseOf = ({ dataDir }: Operator) => path.join(dataDir, 'goalpost.db');

it('a program that reads no more of the output is no error', async ({ operator }) => {
  const { stderr } = await operator.shell('goalpost import --help | true');
  expect(stderr).toBe('');
});

describe.concurrent('a data directory that cannot be used', () => {
  it('because the system allows none there', async ({ operator }) => {
    const { code, stderr } = await operator.goalpost(...createProject, '--data-dir', '/proc/goalpost/data');
    expect(code).toBe(1);
    // The error code depends on whether root runs the test.
    expect(stderr.replace(/no such file or directory, ENOENT|permission denied, EACCES/, 'CODE')).toBe(
      'goalpost: the data directory /proc/goalpost/data cannot be written (CODE); fix its permissions or name another with --data-dir\n',
    );
  });

  it.for(['', '/below'])('because it is a file%s', async (below, { operator }) => {
    const file = path.join(operator.dir, 'file');
    writeFileSync(file, '');
    const sentence = `the data directory ${file}${below} is not a directory; name another with --data-dir`;
    expectSentence(await operator.goalpost(...createProject, '--data-dir', file + below), operator, sentence);
  });

  it('because the disk takes no more data', async ({ operator }) => {
    // Limits every file to 40 blocks of 512 bytes.
    const ended = await operator.shell(`ulimit -f 40; goalpost ${createProject.join(' ')}`);
    expectSentence(
      ended,
      operator,
      'the disk of the data directory DIR reports an I/O error (disk I/O error); check that it is healthy and not full, or name another with --data-dir',
    );
  });
});

describe.concurrent('a database that cannot be used', () => {
  const NEWER = `DIR/goalpost.db was written by a newer Goalpost (schema 99; this one knows up to ${SCHEMA}); upgrade Goalpost, or name another data directory with --data-dir`;
  const FOREIGN = 'DIR/goalpost.db is not a Goalpost database; name another data directory with --data-dir';
  const NO_DATABASE =
    'DIR/goalpost.db is not a database, or is damaged (file is not a database); restore a backup or name another with --data-dir';

  it.for<[string, (operator: Operator) => unknown, string]>([
    [
      'of a newer version',
      async (operator) => {
        await operator.openShop();
        executeIn(databaseOf(operator), 'PRAGMA user_version = 99');
      },
      NEWER,
    ],
    ['of another program', (operator) => executeIn(databaseOf(operator), 'CREATE TABLE cookies (name)'), FOREIGN],
    [
      'of another program, without tables',
      (operator) => executeIn(databaseOf(operator), 'PRAGMA user_version = 7'),
      FOREIGN,
    ],
    [
      'that is a text file',
      (operator) => writeFileSync(databaseOf(operator), 'a shopping list\n'.repeat(100)),
      NO_DATABASE,
    ],
  ])('%s is refused by every command', async ([, make, sentence], { operator }) => {
    mkdirSync(operator.dataDir);
    await make(operator);
    for (const args of [['project', 'list'], createProject, ['serve', '--port', '0'], ['backup', 'copy.db']]) {
      expectSentence(await operator.goalpost(...args), operator, sentence);
    }
  });

  it('because it fills the disk interrupts an import, which says how far it got', async ({ operator }) => {
    await operator.openShop();
    const line = (number: number) =>
      `{"session_id":"1","id":"v${number}","type":"visit","at":"2026-01-03T10:00:00Z","url":"https://shop.example/${'x'.repeat(200)}"}`;
    const lines = Array.from({ length: 5000 }, (_, index) => line(index)).join('\n');
    const importAll = 'goalpost import --project p1 --format ndjson -';
    const { code, stdout, stderr } = await operator.shell(`ulimit -f 1600; ${importAll}`, { input: lines });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const sentence =
      /^goalpost: the import was interrupted after line (\d+) \((?:disk I\/O error|database or disk is full)\); run it again, nothing is stored twice\n$/;
    const kept = Number(sentence.exec(stderr)?.[1]);
    expect(stderr).toMatch(sentence);
    const again = await operator.shell(`${importAll} --json`, { input: lines });
    expect(JSON.parse(again.stdout)).toMatchObject({ stored: 5000 - kept, repeated: kept });
  });
});

describe.concurrent('an address that cannot be listened on', () => {
  it('because another program has the port', async ({ operator }) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    expectSentence(
      await operator.goalpost('serve', '--port', String(port)),
      operator,
      `port ${port} of 127.0.0.1 is in use by another program; choose another with --port`,
      2,
    );
    expectSentence(
      await operator.goalpost('serve', '--port', '0', '--metrics-listen', `127.0.0.1:${port}`),
      operator,
      `port ${port} of 127.0.0.1 is in use by another program; choose another with --metrics-listen`,
      2,
    );
    other.close();
  });

  it('because it does not belong to this machine', async ({ operator }) => {
    expectSentence(
      await operator.goalpost('serve', '--port', '0', '--host', '203.0.113.7'),
      operator,
      'cannot listen on port 0 of 203.0.113.7 (listen EADDRNOTAVAIL: address not available 203.0.113.7); choose others with --host and --port',
      2,
    );
  });
});

describe.concurrent('a backup that cannot be written', () => {
  it('because a file of that name exists, which stays unchanged', async ({ operator }) => {
    await operator.openShop();
    const file = path.join(operator.dir, 'copy.db');
    writeFileSync(file, 'precious');
    expectSentence(
      await operator.goalpost('backup', file),
      operator,
      `${file} exists; a backup never overwrites a file`,
    );
    rmSync(file);
    expect((await operator.goalpost('backup', file)).code).toBe(0);
  });

  it('because there is no such directory', async ({ operator }) => {
    await operator.openShop();
    expectSentence(
      await operator.goalpost('backup', '/nowhere/copy.db'),
      operator,
      '/nowhere/copy.db cannot be written (unable to open database file, SQLITE_CANTOPEN); name another file',
    );
  });
});
