import type { GroupValue, ReportGroup, ReportOrder, RowPlace } from '../model/report.js';
import { isTime } from '../store/reports/groups.js';
import { sortText } from './sorting.js';

/** The query that a place belongs to. */
interface Placed {
  readonly groupBy: readonly ReportGroup[];
  readonly order: ReportOrder;
}

/** The place of a row as text that is opaque to clients: base64url of a JSON list. An amount is a list with its digits. */
export function writePlace({ key, group }: RowPlace, { groupBy, order }: Placed): string {
  const written = typeof key === 'bigint' ? [String(key)] : key;
  return Buffer.from(JSON.stringify([nameOf({ groupBy, order }), written, group])).toString('base64url');
}

/** Parses a text that `writePlace` wrote for the same query. */
export function readPlace(cursor: string, query: Placed): RowPlace | 'unreadable' {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 3) return 'unreadable';
    const [name, written, group] = parts;
    const key = Array.isArray(written) ? amountOf(written) : written;
    if (name !== nameOf(query) || !isKeyOf(query, key) || !isGroupOf(query, group)) return 'unreadable';
    return { key, group };
  } catch {
    return 'unreadable';
  }
}

function nameOf({ groupBy, order }: Placed): string {
  return `${groupBy.join(',')} ${sortText(order)}`;
}

function amountOf([digits]: readonly unknown[]): bigint {
  return BigInt(digits as string);
}

function isKeyOf({ groupBy, order: { by } }: Placed, key: unknown): key is RowPlace['key'] {
  if (key === null) return true;
  if ('group' in by) return groupBy.includes(by.group) && typeof key === (isTime(by.group) ? 'number' : 'string');
  return typeof key === ('currency' in by ? 'bigint' : 'number');
}

function isGroupOf({ groupBy }: Placed, group: unknown): group is GroupValue[] {
  if (!Array.isArray(group) || group.length !== groupBy.length) return false;
  return groupBy.every((by, index) => {
    const value: unknown = group[index];
    return isTime(by) ? Number.isSafeInteger(value) : value === null || typeof value === 'string';
  });
}
