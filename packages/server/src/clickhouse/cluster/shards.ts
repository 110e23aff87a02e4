import { crc32 } from 'node:zlib';
import type { ProjectId, SessionId } from '../../model/ids.js';

/** The shard of a session. The sharding key of the table `records` is the same expression in SQL. */
export function shardOfSession(projectId: ProjectId, sessionId: SessionId, shards: number): number {
  return shardOf(`${projectId}/${sessionId}`, shards);
}

/** The shard of a key, counted from 1, by its CRC-32 (zlib's, which equals ClickHouse's `CRC32`). */
export function shardOf(key: string, shards: number): number {
  return 1 + (crc32(key) % shards);
}
