import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';
import { rowsIn } from '../support/sqlite.js';

// Access logs through the command, into a real store.

const CASES = fileURLToPath(new URL('../collect/access-log/cases', import.meta.url));
const file = (name: string) => path.join(CASES, name);

const importLogs = (operator: Operator, ...args: string[]) => operator.goalpost('import', '--project', 'p1', ...args);

const sessionsIn = (operator: Operator) =>
  rowsIn(path.join(operator.dataDir, 'goalpost.db'), 'SELECT visits FROM sessions ORDER BY visits').flat();

describe.concurrent('goalpost import of access logs', () => {
  it.for([
    [['rotated.1.log', 'rotated.2.log']],
    [['rotated.2.log', 'rotated.1.log']],
    [['rotated.2.log', 'rotated.1.log', 'rotated.2.log']],
  ] as [string[]][])('takes several files in any order: %j', async ([names], { operator }) => {
    await operator.openShop();
    const { code, stdout } = await importLogs(operator, '--json', ...names.map(file));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ lines: names.length * 2, stored: 4, format: 'combined', apart: 0 });
    expect(sessionsIn(operator)).toEqual([4]);
  });

  it('finds the stored session again, one command after the other', async ({ operator }) => {
    await operator.openShop();
    const both = path.join(operator.dir, 'both.log.gz');
    const joined = ['rotated.1.log', 'rotated.2.log'].map((name) => readFileSync(file(name), 'utf8')).join('');
    writeFileSync(both, gzipSync(joined));
    for (const each of [file('rotated.2.log'), both, file('rotated.1.log'), file('rotated.2.log')]) {
      expect((await importLogs(operator, each)).code).toBe(0);
    }
    expect(sessionsIn(operator)).toEqual([4]);
  });

  it('erases the note of whose session it was together with the session', async ({ operator }) => {
    const token = await operator.openShop();
    await importLogs(operator, file('rotated.1.log'));
    const database = path.join(operator.dataDir, 'goalpost.db');
    expect(rowsIn(database, 'SELECT count(*) FROM visitors')).toEqual([[1]]);
    const [[id]] = rowsIn(database, 'SELECT session_id FROM sessions') as [[string]];
    const server = await operator.serve();
    const answer = await fetch(`${server.api}/sessions/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    expect(rowsIn(database, 'SELECT count(*) FROM visitors')).toEqual([[0]]);
  });

  it('says that forwarded addresses were there, and uses them behind a trusted proxy', async ({ operator }) => {
    await operator.openShop();
    const log = file('forwarded-for-last.log');
    expect((await importLogs(operator, log)).stdout).toContain(
      '2 requests came through a proxy, and the log has other addresses for them. Name the proxy with --trusted-proxy if those are the clients.\n',
    );
    const { stdout } = await importLogs(operator, log, '--trusted-proxy', '10.0.0.0/8');
    expect(stdout).not.toContain('proxy');
    expect(sessionsIn(operator)).toEqual([1, 1, 2]);
  });

  it("reads a format of the server's own", async ({ operator }) => {
    await operator.openShop();
    const log = path.join(operator.dir, 'own.log');
    writeFileSync(log, '192.0.2.1|2025-02-10T16:41:07+00:00|www.shop.example|GET /thanks HTTP/1.1|200\n');
    const own = '$remote_addr|$time_iso8601|$host|$request|$status';
    const { code, stdout } = await importLogs(operator, log, '--log-format', own);
    expect(code).toBe(0);
    expect(stdout).toMatch(/format +log-format\n +lines read +1\n +stored +1\n/);
    expect((await importLogs(operator, log, '--log-format', '$remote_addr $status')).stderr).toBe(
      'goalpost: --log-format must be a format that has the time ($time_local, $time_iso8601, $msec or %t) and the request ($request or %r); got "$remote_addr $status"\n',
    );
  });

  it('refuses a file of no known format at once, imports the others, and fails', async ({ operator }) => {
    await operator.openShop();
    const table = path.join(operator.dir, 'table.csv');
    writeFileSync(table, 'id,name,price\n1,hat,9\n'.repeat(500));
    expect(await importLogs(operator, table)).toEqual({
      code: 1,
      stdout: '',
      stderr: `goalpost: "${table}": The input is not an access log in a known format; it looks like CSV.\n`,
    });
    const { code, stdout } = await importLogs(operator, table, file('common.log'), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ stored: 2, format: 'common' });
  });

  it('fails when every line is refused', async ({ operator }) => {
    await operator.openShop();
    const log = path.join(operator.dir, 'names.log');
    writeFileSync(log, readFileSync(file('common.log'), 'utf8').replaceAll('192.0.2.1', 'host.example'));
    const { code, stderr } = await importLogs(operator, log);
    expect(code).toBe(1);
    expect(stderr).toContain('line 1: The address must be an IPv4 or IPv6 address; got "host.example".\n');
  });
});
