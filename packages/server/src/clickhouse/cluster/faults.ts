import { ClickHouseError } from '@clickhouse/client';

/** The connection to a node failed, or the node went away or fell silent during the request. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The answer of a node is incomplete or damaged. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
}

/**
 * ClickHouse error codes caused by the environment, not by the query:
 * https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
 */
const TRANSIENT_CODES = new Map([
  [3, 'UNEXPECTED_END_OF_FILE'],
  [32, 'ATTEMPT_TO_READ_AFTER_EOF'],
  [74, 'CANNOT_READ_FROM_FILE_DESCRIPTOR'],
  [75, 'CANNOT_WRITE_TO_FILE_DESCRIPTOR'],
  [95, 'CANNOT_READ_FROM_SOCKET'],
  [96, 'CANNOT_WRITE_TO_SOCKET'],
  [159, 'TIMEOUT_EXCEEDED'],
  [198, 'DNS_ERROR'],
  [202, 'TOO_MANY_SIMULTANEOUS_QUERIES'],
  [203, 'NO_FREE_CONNECTION'],
  [209, 'SOCKET_TIMEOUT'],
  [210, 'NETWORK_ERROR'],
  [225, 'NO_ZOOKEEPER'],
  [236, 'ABORTED'],
  [241, 'MEMORY_LIMIT_EXCEEDED'],
  [242, 'TABLE_IS_READ_ONLY'],
  [243, 'NOT_ENOUGH_SPACE'],
  [252, 'TOO_MANY_PARTS'],
  [279, 'ALL_CONNECTION_TRIES_FAILED'],
  [285, 'TOO_FEW_LIVE_REPLICAS'],
  [286, 'UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE'],
  [289, 'REPLICA_IS_NOT_IN_QUORUM'],
  [319, 'UNKNOWN_STATUS_OF_INSERT'],
  [341, 'UNFINISHED'],
  [394, 'QUERY_WAS_CANCELLED'],
  [499, 'S3_ERROR'],
  [999, 'KEEPER_EXCEPTION'],
]);

/** Whether the same statement may succeed on another node, or on this one later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ClickHouseError) return TRANSIENT_CODES.has(Number(error.code));
  return error instanceof NoAnswer || error instanceof BadAnswer;
}

/** Whether the login was refused: AUTHENTICATION_FAILED, UNKNOWN_USER, ACCESS_DENIED, REQUIRED_PASSWORD, WRONG_PASSWORD. */
export function isRefusedLogin(error: unknown): boolean {
  return error instanceof ClickHouseError && [516, 192, 497, 194, 193].includes(Number(error.code));
}

/** Whether the database does not exist yet. */
export function isUnknownDatabase(error: unknown): boolean {
  return error instanceof ClickHouseError && error.code === '81';
}

/** Whether the table does not exist yet. */
export function isUnknownTable(error: unknown): boolean {
  return error instanceof ClickHouseError && error.code === '60';
}
