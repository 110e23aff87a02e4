import { openReadOnly, projectRows } from '../data/data-dir.mjs';

const FROM = `FROM conversions c CROSS JOIN goals g USING (goal_no)
  WHERE c.project_no = ? AND c.session_id IN (SELECT value FROM json_each(?)) AND g.state = 'live'`;

/** The two reads of get-conversions, as someone who knows the schema would write them by hand. */
export function prepareQueries(dataDir) {
  const db = openReadOnly(dataDir);
  const { projectNo } = projectRows((sql) => db.prepare(sql));
  const list = db.prepare(
    `SELECT c.session_id || ':' || g.type || ':' || g.goal_key || ':' || c.event_id AS id ${FROM} ORDER BY c.occurred_at, id`,
  );
  const count = db.prepare(`SELECT c.session_id, count(*) ${FROM} GROUP BY c.session_id`);
  for (const statement of [list, count]) statement.setReturnArrays(true);
  return {
    list: (sessionIds) => list.all(projectNo, JSON.stringify(sessionIds)).map(([id]) => id),
    count: (sessionIds) => {
      const counts = new Map(count.all(projectNo, JSON.stringify(sessionIds)));
      return sessionIds.map((id) => String(counts.get(id) ?? 0));
    },
  };
}
