import type { TypedRule } from '../../model/goal.js';
import { Breather } from '../../store/breather.js';
import { EVENT_TEXTS, type EventText, toEvent } from '../../store/event-row.js';
import type { RuleStep } from '../../store/funnels/steps.js';
import { inSet } from '../cluster/any-of.js';
import { type Column, integer, nullable, text } from '../cluster/rows.js';
import type { RecordsSource } from '../conversions/selected-sessions.js';
import { allOf, type Restriction } from '../rows/text-test.js';

/** What a rule looks at. Events that are the same in this are matched once. */
const SEEN = {
  url: ['url'],
  click: ['element', 'text', 'href'],
  event: ['name', 'properties'],
} as const satisfies Record<TypedRule['type'], readonly EventText[]>;

/** Different events that are read at a time. */
const EVENTS_AT_A_TIME = 100_000;

/**
 * SQL for the sum of the bits of the rules that an event matches. Rules are matched in this process, which is told each different
 * event once, and tells the hashes of those that match. `where` selects the sessions.
 */
export async function ruleBitsSql(
  source: RecordsSource,
  rules: readonly RuleStep[],
  where: Restriction,
): Promise<Restriction> {
  const bits: Restriction[] = [];
  for (const [type, ofType] of Map.groupBy(rules, ({ typed }) => typed.type)) {
    const matching = await matchingHashes(source, ofType, where);
    for (const [index, { bit, type: eventType }] of ofType.entries()) {
      bits.push(hasHash(type, eventType, [...matching[index]!], bit));
    }
  }
  return { ...allOf(bits), sql: bits.map(({ sql }) => sql).join(' + ') || '0' };
}

function hasHash(type: TypedRule['type'], eventType: string, hashes: readonly string[], bit: number): Restriction {
  const { sql, parameters } = inSet(hashSql(type), `rule${bit}_`, hashes);
  return { sql: `if(type = '${eventType}' AND ${sql}, ${bit}, 0)`, parameters };
}

function hashSql(type: TypedRule['type']): string {
  return `hex(sipHash128(toJSONString(tuple(${SEEN[type].join(', ')}))))`;
}

/** For each rule of one type, the hashes of the events that it matches. */
async function matchingHashes(
  { records, ask }: RecordsSource,
  rules: readonly RuleStep[],
  { sql: where, parameters }: Restriction,
): Promise<Set<string>[]> {
  const { typed, type } = rules[0]!;
  const seen: readonly EventText[] = SEEN[typed.type];
  const from = `FROM ${records} FINAL
    WHERE project_id = {projectId:String} AND goal_no = 0 AND type = '${type}' AND ${where}`;
  const [counted] = await ask({
    sql: `SELECT uniq(${hashSql(typed.type)}) ${from}`,
    parameters,
    columns: { events: integer },
  });
  const parts = Math.ceil((counted!.events + 1) / EVENTS_AT_A_TIME);
  const found = rules.map(() => new Set<string>());
  const breather = new Breather();
  for (let part = 0; part < parts; part++) {
    const rows = await ask({
      sql: `SELECT DISTINCT ${hashSql(typed.type)} AS hash, ${seen.join(', ')} ${from} AND cityHash64(hash) % ${parts} = ${part}`,
      parameters,
      columns: { hash: text, ...Object.fromEntries(seen.map((field) => [field, nullable(text)])) } as SeenColumns,
    });
    for (const row of rows) {
      const event = toEvent({ ...NOTHING, type, ...row });
      for (const [index, { matches }] of rules.entries()) if (matches(event)) found[index]!.add(row.hash);
      const pause = breather.pause();
      if (pause) await pause;
    }
  }
  return found;
}

type SeenColumns = { readonly hash: Column<string> } & Readonly<Record<EventText, Column<string | null>>>;

/** What no rule looks at. */
const NOTHING = {
  sessionId: '',
  eventId: '',
  occurredAt: 0,
  origin: 'public',
  ...(Object.fromEntries(EVENT_TEXTS.map((field) => [field, null])) as Record<EventText, null>),
} as const;
