import { deepStrictEqual } from 'node:assert/strict';
import { databaseOf, openReadOnly } from '../data/data-dir.mjs';

/** Leaves out row numbers that the store assigns, and compares what they refer to instead. */
const tables = (eventColumns) => ({
  sessions: 'SELECT session_id, started_at, ended_at, visits, clicks, custom_events FROM :store.sessions',
  events: `SELECT ${eventColumns.join(', ').replace('session_no', 'session_id').replace('url_origin', 'origin')}
    FROM :store.events JOIN :store.sessions USING (session_no) LEFT JOIN :store.origins ON origin_no = url_origin`,
  origins: 'SELECT origin, events FROM :store.origins',
  conversions:
    'SELECT session_id, occurred_at, event_id, goal_key, once FROM :store.conversions JOIN :store.goals USING (goal_no)',
  projects: 'SELECT id, events_stored FROM :store.projects',
});

/** Fails unless both data directories have the same rows, because otherwise the two did different work. */
export function checkSameRows(oneDir, otherDir) {
  const db = openReadOnly(oneDir);
  db.prepare('ATTACH ? AS other').run(databaseOf(otherDir));
  const eventColumns = db
    .prepare("SELECT name FROM pragma_table_info('events')")
    .all()
    .map(({ name }) => name);
  for (const [table, rows] of Object.entries(tables(eventColumns))) {
    const [one, other] = ['main', 'other'].map((store) => rows.replaceAll(':store', store));
    const missing = (from, without) => db.prepare(`SELECT * FROM (${from} EXCEPT ${without}) LIMIT 1`).all();
    deepStrictEqual(
      [missing(one, other), missing(other, one)],
      [[], []],
      `raw inserts and import left different ${table}`,
    );
  }
  db.close();
}
