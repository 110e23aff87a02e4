import { type Body, call, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';
import { periodOf } from './selection.js';

const PATH = '/reports/conversions';
type ReportBody = Body<'POST', typeof PATH>;
type ReportData = Data<'POST', typeof PATH>;

/** What rows can be about. */
export type ReportGroup = NonNullable<ReportBody['group_by']>[number];
/** Filters of sessions, named like the fields of a session. */
export type ReportFilters = NonNullable<ReportBody['filters']>;
/** The figures of a group, or of all groups together. */
export type Figures = ReportData['totals'];
export type ReportPeriod = ReportData['period'];

/** The earlier period to compare with. */
export type Comparison =
  | 'previous_period'
  | 'previous_year'
  | { readonly startDate: string | Date; readonly endDate: string | Date };

/** What the rows are about, and their order. */
export interface ReportRowsQuery<GroupBy extends readonly ReportGroup[] = readonly ReportGroup[]> {
  /** At most two, of which at most one is a time: `hour`, `day`, `week` or `month`. */
  readonly groupBy: GroupBy;
  /** A figure, a currency (`value:EUR`) or one of the groups; "-" puts the largest first. Default: `-conversions`. */
  readonly sort?: string | undefined;
  /** Rows per page, from 1 to 1000, which is the default. */
  readonly limit?: number | undefined;
}

interface ReportSelection<Compare extends Comparison | undefined> {
  /** Inclusive, as in the queries for conversions. */
  readonly startDate: string | Date;
  readonly endDate: string | Date;
  /** Only conversions of these goals, types and origin, and sessions that converted this way. Absent or empty: all. */
  readonly goals?: readonly string[] | undefined;
  readonly types?: ReportBody['conversion_types'] | undefined;
  readonly origin?: ReportBody['origin'] | undefined;
  /** Only sessions that match all filters. */
  readonly filters?: ReportFilters | undefined;
  /** The answer then has `before`, and so does each row. */
  readonly compare?: Compare;
}

export interface ReportQuery<
  GroupBy extends readonly ReportGroup[] = readonly ReportGroup[],
  Compare extends Comparison | undefined = Comparison | undefined,
> extends ReportSelection<Compare>,
    Partial<ReportRowsQuery<GroupBy>> {
  /** `next_cursor` of the previous page, with all other arguments unchanged. */
  readonly cursor?: string | null | undefined;
}

/** Several queries about the same sessions and conversions. */
export interface ReportQueries<
  GroupBys extends readonly (readonly ReportGroup[])[] = readonly (readonly ReportGroup[])[],
  Compare extends Comparison | undefined = Comparison | undefined,
> extends ReportSelection<Compare> {
  /** From 1 to 16. */
  readonly queries: { readonly [Index in keyof GroupBys]: ReportRowsQuery<GroupBys[Index]> };
}

type TextOf<Group> = Group extends 'hour' | 'day' | 'week' | 'month' | 'goal'
  ? string
  : Group extends 'type'
    ? NonNullable<ReportBody['conversion_types']>[number]
    : string | null;

/** The value of each group that was asked about; null when it is not known. */
type GroupOf<GroupBy extends readonly ReportGroup[]> = GroupBy extends unknown
  ? number extends GroupBy['length']
    ? { readonly [Group in GroupBy[number]]?: TextOf<Group> }
    : { readonly [Group in GroupBy[number]]: TextOf<Group> }
  : never;

/** `With` if there is a comparison, perhaps if that is decided later. */
export type IfCompared<Compare, With> = [Compare] extends [undefined]
  ? unknown
  : undefined extends Compare
    ? Partial<With>
    : With;

/** The figures of one group; with `compare` also those of the earlier period, null where it has no such time. */
export type ReportRow<
  GroupBy extends readonly ReportGroup[] = readonly ReportGroup[],
  Compare extends Comparison | undefined = undefined,
> = Figures & { readonly group: GroupOf<GroupBy> } & IfCompared<Compare, { readonly before: Figures | null }>;

/** One page of rows. */
export interface ReportRows<GroupBy extends readonly ReportGroup[], Compare extends Comparison | undefined> {
  readonly rows: readonly ReportRow<GroupBy, Compare>[];
  /** Null on the last page. */
  readonly next_cursor: string | null;
}

interface Summary {
  readonly period: ReportPeriod;
  readonly totals: Figures;
}
type Totals<Compare> = Summary & IfCompared<Compare, { readonly before: Summary }>;

/** The totals, and one page of rows. */
export type Report<
  GroupBy extends readonly ReportGroup[] = readonly ReportGroup[],
  Compare extends Comparison | undefined = undefined,
> = Totals<Compare> & ReportRows<GroupBy, Compare>;

/** The totals, and one page of rows for each query. */
export type ReportOfQueries<
  GroupBys extends readonly (readonly ReportGroup[])[],
  Compare extends Comparison | undefined = undefined,
> = Totals<Compare> & {
  readonly queries: { readonly [Index in keyof GroupBys]: ReportRows<GroupBys[Index], Compare> };
};

/** The answer to one query, or to several. */
export async function getReport(
  http: Http,
  query: ReportQuery | ReportQueries,
  options?: CallOptions,
): Promise<ReportData> {
  return (await call(http, 'POST', PATH, { body: bodyOf(query), resend: 'always' }, options)).data;
}

/** Iterates over the rows, page by page. */
export async function* iterateRows(
  http: Http,
  query: ReportQuery,
  options?: CallOptions,
): AsyncGenerator<unknown, void, undefined> {
  let cursor: string | null = null;
  do {
    const page: ReportData = await getReport(http, { ...query, cursor }, options);
    yield* page.rows ?? [];
    cursor = page.next_cursor ?? null;
  } while (cursor !== null);
}

function bodyOf(query: ReportQuery | ReportQueries): ReportBody {
  const { goals, types, origin, filters, compare } = query;
  return {
    ...periodOf(query),
    goals,
    conversion_types: types,
    origin,
    filters,
    compare: comparisonOf(compare),
    ...('queries' in query ? { queries: query.queries.map(rowsOf) } : { ...rowsOf(query), cursor: query.cursor }),
  } as ReportBody;
}

/** In the form of the API. */
export function comparisonOf(compare: Comparison | undefined) {
  return typeof compare === 'object' ? periodOf(compare) : compare;
}

function rowsOf({ groupBy, sort, limit }: Partial<ReportRowsQuery>) {
  return { group_by: groupBy, sort, limit };
}
