import { expect } from 'vitest';
import { withoutSqliteWarning } from '#goalpost/node-sqlite/without-warning.js';
import { it } from '../support/operator.js';
import { visitLines } from '../support/requests.js';

it('suppresses the warning of Node.js 22 about SQLite, and no other', async () => {
  const seen: string[] = [];
  const note = ({ name, message }: Error) => seen.push(`${name}: ${message}`);
  process.on('warning', note);
  const loaded = withoutSqliteWarning(() => {
    process.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
    return 'loaded';
  });
  withoutSqliteWarning(() => {
    process.emitWarning('Something else is an experimental feature', 'ExperimentalWarning');
    process.emitWarning('SQLite is slow today', { type: 'Warning', code: 'TEST1' });
  });
  process.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
  // Node.js emits warnings after the current work is done.
  await new Promise(setImmediate);
  process.off('warning', note);
  expect(loaded).toBe('loaded');
  expect(seen).toEqual([
    'ExperimentalWarning: Something else is an experimental feature',
    'Warning: SQLite is slow today',
    'ExperimentalWarning: SQLite is an experimental feature and might change at any time',
  ]);
});

it('is printed neither by a command nor by the threads of a server', async ({ operator }) => {
  const token = await operator.openShop();
  const server = await operator.serve('--no-console');
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/x-ndjson' };
  const imported = await fetch(`${server.api}/events/import`, { method: 'POST', headers, body: visitLines('1', 100) });
  expect(imported.status).toBe(200);
  expect(await operator.goalpost('project', 'list')).toMatchObject({ code: 0, stderr: '' });
  server.process.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
});
