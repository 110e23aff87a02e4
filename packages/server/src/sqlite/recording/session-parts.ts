import { type Client, filledIn, UNKNOWN } from '../../model/client.js';
import { ORIGINS, type Origin } from '../../model/event.js';
import type { Connection } from '../database/connection.js';
import { clientNo, findClient } from '../rows/clients.js';
import { TYPE_CODES } from '../rows/event-rows.js';
import { MIXED, ORIGIN_BITS } from '../rows/session-columns.js';

/** A session as stored. */
export interface StoredSession extends Client {
  readonly no: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly visits: number;
  /** Bits of `ORIGIN_BITS`; 0 if the session was just created. */
  readonly eventOrigins: number;
}

/** What a session's events of one origin say of it. */
export interface Part {
  from: number;
  until: number;
  client: Client;
  visits: number;
}

/** The parts of a session. One without events is absent. */
export type Parts = Partial<Record<Origin, Part>>;

/** The parts of a stored session. One that was just created has none yet. */
export function partsOf(connection: Connection, session: StoredSession): Parts {
  const { no, startedAt: from, endedAt: until, visits, eventOrigins } = session;
  if (eventOrigins === 0) return {};
  if (eventOrigins === MIXED) return findMixedParts(connection, no, visits);
  const { browser, device, platformOs, language, country } = session;
  const part: Part = { from, until, visits, client: { browser, device, platformOs, language, country } };
  return eventOrigins === ORIGIN_BITS.public ? { public: part } : { trusted: part };
}

/** The bits of the origins that have a part. */
export function originsIn(parts: Parts): number {
  return ORIGINS.reduce((bits, origin) => (parts[origin] ? bits | ORIGIN_BITS[origin] : bits), 0);
}

/** What readers see of a session. Once it has a trusted visit, its public events do not count here. */
export function seenOf({ trusted, public: other }: Parts): Pick<Part, 'from' | 'until' | 'client'> {
  if (!trusted) return other!;
  if (!other || trusted.visits > 0) return trusted;
  return {
    from: Math.min(trusted.from, other.from),
    until: Math.max(trusted.until, other.until),
    client: filledIn(trusted.client, other.client),
  };
}

/** The values of a row of `mixed_sessions` after its number. */
type MixedRow = [
  publicFrom: number,
  publicUntil: number,
  publicClientNo: number,
  trustedFrom: number,
  trustedUntil: number,
  trustedClientNo: number,
  trustedVisits: number,
];

/** The parts of a session with events of both origins, which has `visits` visits in all. */
function findMixedParts(connection: Connection, sessionNo: number, visits: number): Required<Parts> {
  const [publicFrom, publicUntil, publicClientNo, trustedFrom, trustedUntil, trustedClientNo, trustedVisits] =
    connection
      .arrays<MixedRow, [number]>(
        `SELECT public_from, public_until, public_client_no, trusted_from, trusted_until, trusted_client_no,
           trusted_visits
         FROM mixed_sessions WHERE session_no = ?`,
      )
      .get(sessionNo)!;
  return {
    public: {
      from: publicFrom,
      until: publicUntil,
      client: findClient(connection, publicClientNo),
      visits: visits - trustedVisits,
    },
    trusted: {
      from: trustedFrom,
      until: trustedUntil,
      client: findClient(connection, trustedClientNo),
      visits: trustedVisits,
    },
  };
}

export function saveMixedParts(connection: Connection, sessionNo: number, parts: Required<Parts>): void {
  const { public: other, trusted } = parts;
  connection
    .statement<unknown, [number, ...MixedRow]>('INSERT OR REPLACE INTO mixed_sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(
      sessionNo,
      other.from,
      other.until,
      clientNo(connection, other.client),
      trusted.from,
      trusted.until,
      clientNo(connection, trusted.client),
      trusted.visits,
    );
}

export function dropMixedParts(connection: Connection, sessionNo: number): void {
  connection.statement<unknown, [number]>('DELETE FROM mixed_sessions WHERE session_no = ?').run(sessionNo);
}

interface Counted {
  readonly isPublic: number;
  readonly from: number;
  readonly until: number;
  readonly visits: number;
}

/** Reads the parts from all events of a session. They keep the clients of `before`. */
export function countParts(connection: Connection, sessionNo: number, before: Parts): Parts {
  const counted = connection
    .statement<Counted, [number]>(
      `SELECT is_public AS isPublic, min(occurred_at) AS "from", max(occurred_at) AS until,
         sum(type = ${TYPE_CODES.visit}) AS visits
       FROM events WHERE session_no = ? GROUP BY is_public`,
    )
    .all(sessionNo);
  return Object.fromEntries(
    counted.map(({ isPublic, ...part }) => {
      const origin: Origin = isPublic ? 'public' : 'trusted';
      return [origin, { ...part, client: before[origin]?.client ?? UNKNOWN }];
    }),
  );
}
