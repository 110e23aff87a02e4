import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { ProjectId, SessionId } from '#goalpost/ids.js';
import { Connection } from '#goalpost/store/sqlite/connection.js';
import { prepareDatabase } from '#goalpost/store/sqlite/prepare.js';
import { createProject } from '#goalpost/store/sqlite/projects.js';
import { recordEvents } from '#goalpost/store/sqlite/record-events.js';
import { sessionsOfVisitors } from '#goalpost/store/sqlite/visitors.js';
import { project, visit } from '../support/builders.js';

it("the note of a visitor's session is not taken to be stored when its commit failed", () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'goalpost-'));
  const connection = Connection.openWriter(prepareDatabase(dir));
  createProject(connection, project());
  const ada = { day: '2026-01-03', hash: 'ada' };
  const facts = new Map([['1' as SessionId, { client: null, visitor: ada }]]);
  const record = () => recordEvents(connection, [{ projectId: 'p1' as ProjectId, events: [visit('/')], facts }]);

  // The last thing a commit writes.
  connection.handle.exec(
    "CREATE TRIGGER full BEFORE UPDATE OF events_stored ON projects BEGIN SELECT RAISE(ABORT, 'full'); END",
  );
  expect(record).toThrow('full');
  connection.handle.exec('DROP TRIGGER full');
  expect(record()).toEqual([['stored']]);
  expect(sessionsOfVisitors(connection, [ada], 0)).toMatchObject([{ id: '1' }]);
  connection.close();
  rmSync(dir, { recursive: true });
});
