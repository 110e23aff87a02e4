export interface ClusterOptions {
  /** One URL per node: `http://user:password@host:8123`. */
  readonly urls: readonly string[];
  readonly database: string;
  /** The cluster's name in ClickHouse's `remote_servers`; null for a single standalone node. */
  readonly cluster: string | null;
}
