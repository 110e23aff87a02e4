/** A page of the documentation that a server shows beside the reference. */
export interface Guide {
  /** In its address, `/reference/NAME`. */
  readonly name: string;
  readonly title: string;
  /** Path of the Markdown file from the root of the repository. `npm run build` renders it. */
  readonly source: string;
}

export const GUIDES: readonly Guide[] = [
  { name: 'quick-start', title: 'Quick start', source: 'docs/api/quick-start.md' },
  { name: 'authentication', title: 'Authentication', source: 'docs/api/authentication.md' },
  { name: 'periods', title: 'Periods', source: 'docs/api/periods.md' },
  { name: 'ids', title: 'Ids', source: 'docs/api/ids.md' },
  { name: 'limits', title: 'Limits', source: 'docs/api/limits.md' },
  { name: 'errors', title: 'Errors', source: 'docs/api/errors.md' },
  { name: 'reports', title: 'Reports', source: 'docs/api/reports.md' },
  { name: 'funnels', title: 'Funnels', source: 'docs/api/funnels.md' },
  { name: 'live', title: 'Live', source: 'docs/api/live.md' },
  { name: 'goals', title: 'Goals', source: 'docs/goals.md' },
  { name: 'tracker', title: 'Tracker', source: 'docs/tracker.md' },
  { name: 'track', title: 'Track', source: 'docs/api/track.md' },
  { name: 'import', title: 'Import', source: 'docs/import-format.md' },
];
