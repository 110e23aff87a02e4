import type { Heartbeat } from './heartbeat.js';
import type { Node } from './node.js';
import type { Place } from './place.js';

/** A configured node and its last known state. */
export interface PooledNode {
  readonly node: Node;
  readonly heartbeat: Heartbeat;
  /** Null until the node has answered. */
  place: Place | null;
  /** Replication delay at the last check, in seconds. */
  behind: number;
}
