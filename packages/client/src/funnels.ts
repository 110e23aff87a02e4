import { type Body, call, type Data } from './api.js';
import type { CallOptions } from './client-options.js';
import type { Http } from './http.js';
import { type Comparison, comparisonOf, type IfCompared, type ReportFilters, type ReportPeriod } from './reports.js';
import { periodOf } from './selection.js';

const PATH = '/reports/funnel';
type FunnelBody = Body<'POST', typeof PATH>;
type FunnelData = Data<'POST', typeof PATH>;

/** A goal by its key, or a rule with a name. */
export type FunnelStep = NonNullable<FunnelBody['steps']>[number];
/** A property of the session. */
export type FunnelGroup = NonNullable<FunnelBody['group_by']>;
/** The figures of one step. */
export type FunnelStepFigures = FunnelData['rows'][number]['steps'][number];

/** The steps themselves, or the key of a saved funnel, whose other fields hold unless the query has them. */
export type StepsOrSaved =
  | {
      /** From 2 to 10. Each is another event. */
      readonly steps: readonly FunnelStep[];
      readonly funnel?: undefined;
    }
  | { readonly funnel: string; readonly steps?: undefined };

export type FunnelQuery<
  GroupBy extends FunnelGroup | undefined = FunnelGroup | undefined,
  Compare extends Comparison | undefined = Comparison | undefined,
> = StepsOrSaved & {
  /** `directly`: no other visit between two steps. Default: `eventually`. */
  readonly order?: FunnelBody['order'] | undefined;
  /** All steps happen within this time after the first. Default: at any time in the session. */
  readonly withinSeconds?: number | undefined;
  /** The period in which sessions began. Inclusive, as in the queries for conversions. */
  readonly startDate: string | Date;
  readonly endDate: string | Date;
  /** Only sessions that match all filters. */
  readonly filters?: ReportFilters | undefined;
  /** Rows then have the same figures for each value. */
  readonly groupBy?: GroupBy;
  /** The answer then has `before`, and so does each row. */
  readonly compare?: Compare;
  /** Rows per page, from 1 to 1000, which is the default. */
  readonly limit?: number | undefined;
  /** `next_cursor` of the previous page, with all other arguments unchanged. */
  readonly cursor?: string | null | undefined;
};

/** Of all sessions, or those of a group. */
export interface FunnelFigures {
  /** Sessions that began in the period. */
  readonly sessions: number;
  readonly steps: readonly FunnelStepFigures[];
}

export type FunnelRow<
  GroupBy extends FunnelGroup | undefined = FunnelGroup,
  Compare extends Comparison | undefined = undefined,
> = FunnelFigures & { readonly group: { readonly [Group in NonNullable<GroupBy>]: string | null } } & IfCompared<
    Compare,
    { readonly before: FunnelFigures }
  >;

/** How far sessions went: the figures of each step, and one page of rows. */
export type Funnel<
  GroupBy extends FunnelGroup | undefined = FunnelGroup,
  Compare extends Comparison | undefined = undefined,
> = {
  readonly period: ReportPeriod;
  readonly sessions: number;
  readonly steps: FunnelData['steps'];
  readonly rows: readonly FunnelRow<GroupBy, Compare>[];
  /** Null on the last page. */
  readonly next_cursor: string | null;
} & IfCompared<Compare, { readonly before: FunnelFigures & { readonly period: ReportPeriod } }>;

export async function getFunnel(http: Http, query: FunnelQuery, options?: CallOptions): Promise<FunnelData> {
  const { steps, funnel, order, withinSeconds, filters, groupBy, compare, limit, cursor } = query;
  const body = {
    steps,
    funnel,
    order,
    within_seconds: withinSeconds,
    ...periodOf(query),
    filters,
    group_by: groupBy,
    compare: comparisonOf(compare),
    limit,
    cursor,
  } as FunnelBody;
  return (await call(http, 'POST', PATH, { body, resend: 'always' }, options)).data;
}
