import { crc32 } from 'node:zlib';
import type { ProjectId, SessionId } from '../../model/ids.js';

/** The shard a session is in; the sharding key of the table `records` says the same in SQL. */
export function shardOfSession(projectId: ProjectId, sessionId: SessionId, shards: number): number {
  return shardOf(`${projectId}/${sessionId}`, shards);
}

/** The shard of a key: its CRC-32 (of zlib, and of ClickHouse's `CRC32`) tells. Shards count from 1. */
export function shardOf(key: string, shards: number): number {
  return 1 + (crc32(key) % shards);
}
