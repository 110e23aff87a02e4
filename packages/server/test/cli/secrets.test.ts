import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';

const CH_URL = 'http://user:secret@127.0.0.1:1';
const REDIS_URL = 'redis://:secret@127.0.0.1:1';

const seen = (flag: string, variable: string) =>
  `goalpost: everybody on this machine can see the secret in --${flag}; use ${variable} or --${flag}-file instead\n`;

/** A file that only its owner can read. */
function secretFile({ dir }: Operator, content: string): string {
  const file = path.join(dir, 'secret.txt');
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

describe.concurrent('a secret on the command line works and warns', () => {
  it.for<[string, string[], string]>([
    ['a token', ['mcp', '--token', 'gp_secret'], seen('token', 'GOALPOST_TOKEN')],
    ['ClickHouse', ['migrate', '--clickhouse-url', CH_URL], seen('clickhouse-url', 'GOALPOST_CLICKHOUSE_URL')],
    [
      'ClickHouse, as the second of two',
      ['migrate', '--clickhouse-url', `http://127.0.0.1:2,${CH_URL}`],
      seen('clickhouse-url', 'GOALPOST_CLICKHOUSE_URL'),
    ],
    [
      'Redis',
      ['serve', '--port', '0', '--host', 'no-such-host.invalid', '--redis-url', REDIS_URL],
      seen('redis-url', 'GOALPOST_REDIS_URL'),
    ],
    [
      'Redis, with the password in the query',
      ['serve', '--port', '0', '--host', 'no-such-host.invalid', '--redis-url', 'redis://127.0.0.1:1?password=secret'],
      seen('redis-url', 'GOALPOST_REDIS_URL'),
    ],
  ])('%s', async ([, args, warning], { operator }) => {
    const { code, stderr } = await operator.goalpost(...args);
    expect(code).not.toBe(null);
    expect(stderr.startsWith(warning)).toBe(true);
    expect(stderr.replace(warning, '')).not.toContain('secret');
  });

  it('but not a URL without a password, nor one in the environment', async ({ operator }) => {
    const bare = await operator.goalpost('migrate', '--clickhouse-url', 'http://127.0.0.1:1');
    const env = { GOALPOST_CLICKHOUSE_URL: CH_URL };
    const fromEnvironment = await operator.startGoalpost(['migrate'], { env }).ended;
    for (const { stderr } of [bare, fromEnvironment]) expect(stderr).not.toContain('everybody');
  });
});

describe.concurrent('a secret in a file', () => {
  it('is used like one in the environment, without its line break', async ({ operator }) => {
    const token = await operator.openShop();
    const { url } = await operator.serve();
    const input = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })}\n`;
    const args = ['mcp', '--url', url, '--token-file', secretFile(operator, `${token}\n`)];
    const { code, stdout, stderr } = await operator.startGoalpost(args, { input }).ended;
    expect({ code, stderr, answer: JSON.parse(stdout) }).toEqual({
      code: 0,
      stderr: '',
      answer: { jsonrpc: '2.0', id: 1, result: {} },
    });
  });

  it('may be named in the environment, and may hold several values', async ({ operator }) => {
    const file = secretFile(operator, 'http://127.0.0.1:1\n\nhttp://127.0.0.1:2\r\n');
    const env = { GOALPOST_CLICKHOUSE_URL_FILE: file };
    const { code, stdout, stderr } = await operator.startGoalpost(['migrate'], { env }).ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^127\.0\.0\.1:1 .*\n127\.0\.0\.1:2 .*\n$/);
  });

  it('on the command line wins over the environment', async ({ operator }) => {
    const args = ['migrate', '--clickhouse-url-file', secretFile(operator, 'http://127.0.0.1:1')];
    const { stdout } = await operator.startGoalpost(args, { env: { GOALPOST_CLICKHOUSE_URL: 'nonsense' } }).ended;
    expect(stdout).toMatch(/^127\.0\.0\.1:1 /);
  });

  it.for<[string, (operator: Operator) => string[], string]>([
    [
      'that is missing',
      () => ['mcp', '--token-file', 'none.txt'],
      '--token-file must name a file that can be read; "none.txt" cannot: no such file or directory',
    ],
    [
      'that is a directory',
      ({ dir }) => {
        mkdirSync(path.join(dir, 'folder'));
        return ['mcp', '--token-file', 'folder'];
      },
      '--token-file must name a file that can be read; "folder" cannot: illegal operation on a directory',
    ],
    [
      'that is empty',
      (operator) => ['mcp', '--token-file', path.basename(secretFile(operator, ' \n'))],
      '--token-file must name a file with the value in it; "secret.txt" is empty',
    ],
    [
      'with something else in it, which is not shown',
      (operator) => ['migrate', '--clickhouse-url-file', secretFile(operator, 'secret')],
      'the content of --clickhouse-url-file must be an address such as http://user:password@127.0.0.1:8123, with nothing behind it (the database is named with --clickhouse-database); got something else (not shown, because it may contain a password)',
    ],
    [
      'and on the command line',
      (operator) => ['mcp', '--token', 'x', '--token-file', secretFile(operator, 'y')],
      '--token and --token-file cannot be combined; give one of them',
    ],
  ])('%s is a usage error', async ([, args, sentence], { operator }) => {
    expect(await operator.goalpost(...args(operator))).toEqual({
      code: 2,
      stdout: '',
      stderr: `goalpost: ${sentence}\n`,
    });
  });
});
