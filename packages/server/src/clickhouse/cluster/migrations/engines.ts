/** What tables are made of: their ENGINE clauses, and where the tables of a cluster are. */
export interface Engines {
  /** `family` is the part of the name before MergeTree, such as "Replacing"; `parameters` are the engine's own. */
  local(family: string, parameters?: string): string;
  /** Null: one node, no table beyond those it has itself. */
  readonly cluster: string | null;
}

/** Tables of their own on each node. On a cluster, a Distributed table writes to all replicas. */
export function plainEngines(cluster: string | null): Engines {
  return { cluster, local: (family, parameters = '') => `${family}MergeTree(${parameters})` };
}

/** Replicas copy from each other, by way of ClickHouse Keeper. */
export function replicatedEngines(cluster: string): Engines {
  const place = `'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'`;
  return {
    cluster,
    local: (family, parameters) =>
      `Replicated${family}MergeTree(${parameters === undefined ? place : `${place}, ${parameters}`})`,
  };
}
