import type { FastifyBaseLogger } from 'fastify';
import type { ShardState, StoreNodes } from '../store/nodes.js';

/** Logs which nodes of the store are away now, and from now on which leave and return. */
export function logNodes(nodes: StoreNodes, log: Pick<FastifyBaseLogger, 'info' | 'warn'>): void {
  for (const shard of nodes.shards()) {
    for (const node of shard.away) log.warn({ node, ...copiesOf(shard) }, 'a node of the store is away');
  }
  nodes.onChange(({ node, failure, shard }) => {
    if (failure === null) log.info({ node, ...copiesOf(shard) }, 'a node of the store is back');
    else log.warn({ node, ...copiesOf(shard), reason: failure.message }, 'a node of the store has left');
  });
}

function copiesOf({ shard, up, away }: ShardState) {
  return { shard, copies: up.length, of: up.length + away.length };
}
