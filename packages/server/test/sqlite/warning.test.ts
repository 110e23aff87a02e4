import { expect } from 'vitest';
import { withoutSqliteWarning } from '#goalpost/node-sqlite/without-warning.js';
import { it } from '../support/operator.js';
import { visitLines } from '../support/requests.js';

it('the warning of Node.js 22 about its SQLite is left out, and no other', async () => {
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
  // Node.js tells of warnings once the work at hand is done.
  await new Promise(setImmediate);
  process.off('warning', note);
  expect(loaded).toBe('loaded');
  expect(seen).toEqual([
    'ExperimentalWarning: Something else is an experimental feature',
    'Warning: SQLite is slow today',
    'ExperimentalWarning: SQLite is an experimental feature and might change at any time',
  ]);
});

it('neither a command nor the threads of a server print it', async ({ operator }) => {
  const token = await operator.openShop();
  const server = await operator.serve();
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/x-ndjson' };
  const imported = await fetch(`${server.api}/events/import`, { method: 'POST', headers, body: visitLines('1', 100) });
  expect(imported.status).toBe(200);
  expect(await operator.goalpost('project', 'list')).toMatchObject({ code: 0, stderr: '' });
  server.process.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
});
