/** The nodes of a store, as this process sees them. */
export interface StoreNodes {
  /** In the order of the shards. */
  shards(): readonly ShardState[];
  /** From now on, calls `listener` whenever a node has left or returned. */
  onChange(listener: (change: NodeChange) => void): void;
}

/** The nodes that hold copies of the same data, by host and port. */
export interface ShardState {
  /** Counted from 1; null for nodes that have never answered, whose shard is not known. */
  readonly shard: number | null;
  readonly up: readonly string[];
  readonly away: readonly string[];
}

export interface NodeChange {
  readonly node: string;
  /** Why the node is away; null when it has returned. */
  readonly failure: Error | null;
  /** The shard of the node after the change. */
  readonly shard: ShardState;
}
