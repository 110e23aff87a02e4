/** Collecting single events of a project with this many ordinary goals. */
export const GOAL_CASES = [1, 20, 200].map((goals) => ({ name: `goals-${goals}`, goals, events: 1, connections: 16 }));

/** Collecting events of one project, alone and beside another project that uses every limit. */
export const FAIR_CASES = [{ name: 'fair' }, { name: 'clickhouse-fair' }];
