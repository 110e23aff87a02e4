export interface ClusterOptions {
  /** Of every node: `http://user:password@host:8123`. */
  readonly urls: readonly string[];
  readonly database: string;
  /** Its name in ClickHouse's `remote_servers`; null: one node that stands alone. */
  readonly cluster: string | null;
}
