/** The ENGINE clauses of the tables, and their cluster. */
export interface Engines {
  /** `family` is the part of the name before MergeTree, such as "Replacing"; `parameters` are the engine's own. */
  local(family: string, parameters?: string): string;
  /** Null: a single node, which needs no Distributed tables. */
  readonly cluster: string | null;
}

/** Each node has its own tables. In a cluster, a Distributed table writes to all replicas. */
export function plainEngines(cluster: string | null): Engines {
  return { cluster, local: (family, parameters = '') => `${family}MergeTree(${parameters})` };
}

/** Replicas copy from each other, coordinated by ClickHouse Keeper. */
export function replicatedEngines(cluster: string): Engines {
  const place = `'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'`;
  return {
    cluster,
    local: (family, parameters) =>
      `Replicated${family}MergeTree(${parameters === undefined ? place : `${place}, ${parameters}`})`,
  };
}
