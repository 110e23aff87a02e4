import { expect, it } from 'vitest';
import { withoutSqliteWarning } from '#goalpost/without-sqlite-warning.js';

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
