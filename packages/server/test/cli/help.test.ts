import { describe, expect } from 'vitest';
import { it } from '../support/operator.js';

const COMMANDS = [
  'serve',
  'import',
  'export',
  'project',
  'project create',
  'project list',
  'token',
  'token create',
  'token list',
  'token revoke',
  'goal',
  'goal create',
  'goal update',
  'goal list',
  'goal delete',
  'report',
  'funnel',
  'session',
  'session show',
  'session erase',
  'mcp',
  'backup',
  'restore',
  'migrate',
  'move',
  'retention',
  'completion',
];

describe.concurrent('help', () => {
  it.for(COMMANDS)('of %s shows its usage and examples', async (command, { operator }) => {
    const { code, stdout, stderr } = await operator.goalpost(...command.split(' '), '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: goalpost ${command} `));
    expect(stdout).toMatch(new RegExp(`\nExamples:\n(?:  \\$ .*goalpost ${command}.*\n)`));
  });

  it('of goalpost lists every command, with examples from a new project to an answer', async ({ operator }) => {
    const { code, stdout } = await operator.goalpost('--help');
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toContain(`  ${command.split(' ')[0]} `);
    expect(stdout).toContain('Every flag has an environment variable: --data-dir is GOALPOST_DATA_DIR. The flag wins.');
    expect(stdout).toContain('  $ goalpost project create --name Shop\n  $ goalpost goal create ');
  });

  it.for(['goalpost', 'goalpost token'])('is shown for an incomplete command: %s', async (line, { operator }) => {
    const { code, stdout, stderr } = await operator.shell(line);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: goalpost [\s\S]*Examples:\n(?: {2}\$ goalpost .*\n)+$/);
  });

  it('names the environment variable of each flag, and its default', async ({ operator }) => {
    const { stdout } = await operator.goalpost('serve', '--help');
    const folded = stdout.replace(/\s+/g, ' ');
    expect(folded).toContain(
      '--port <number> port to listen on; 0 takes a free one (default: "8080", env: GOALPOST_PORT)',
    );
    expect(folded).toContain(
      '--data-dir <dir> directory that holds the SQLite database; serve, project create and move create it when it is missing (default: "./data", env: GOALPOST_DATA_DIR)',
    );
  });

  it('has the flags of ClickHouse and Redis under headings of their own', async ({ operator }) => {
    const { stdout } = await operator.goalpost('serve', '--help');
    const [, clickhouse] = /\nClickHouse:\n([\s\S]*?)\n\n/.exec(stdout) ?? [];
    const [, redis] = /\nRedis:\n([\s\S]*?)\n\n/.exec(stdout) ?? [];
    expect([...clickhouse!.matchAll(/^ {2}(--\S+)/gm)].map(([, flag]) => flag)).toEqual([
      '--clickhouse-url',
      '--clickhouse-url-file',
      '--clickhouse-cluster',
      '--clickhouse-database',
    ]);
    expect([...redis!.matchAll(/^ {2}(--\S+)/gm)].map(([, flag]) => flag)).toEqual(['--redis-url', '--redis-url-file']);
  });
});
