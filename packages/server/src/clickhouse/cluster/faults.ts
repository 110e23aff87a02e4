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
 * What an error code says. `node`: about this node, now; another one may answer. `refused`: the configuration of ClickHouse or
 * the rights of its user do not allow it. `missing`: a table or the database is not there. `ours`: the statement is wrong, on
 * every node.
 */
export type Meaning = 'node' | 'refused' | 'missing' | 'ours';

/** The codes that Goalpost may meet, with ClickHouse's own names: `SELECT errorCodeToName(164)`. */
export const CODES: Readonly<Record<Meaning, ReadonlyMap<number, string>>> = {
  node: new Map([
    [3, 'UNEXPECTED_END_OF_FILE'],
    [23, 'CANNOT_READ_FROM_ISTREAM'],
    [24, 'CANNOT_WRITE_TO_OSTREAM'],
    [32, 'ATTEMPT_TO_READ_AFTER_EOF'],
    [33, 'CANNOT_READ_ALL_DATA'],
    [40, 'CHECKSUM_DOESNT_MATCH'],
    [74, 'CANNOT_READ_FROM_FILE_DESCRIPTOR'],
    [75, 'CANNOT_WRITE_TO_FILE_DESCRIPTOR'],
    [76, 'CANNOT_OPEN_FILE'],
    [77, 'CANNOT_CLOSE_FILE'],
    [87, 'CANNOT_SEEK_THROUGH_FILE'],
    [88, 'CANNOT_TRUNCATE_FILE'],
    [95, 'CANNOT_READ_FROM_SOCKET'],
    [96, 'CANNOT_WRITE_TO_SOCKET'],
    [107, 'FILE_DOESNT_EXIST'],
    [159, 'TIMEOUT_EXCEEDED'],
    [160, 'TOO_SLOW'],
    [172, 'CANNOT_CREATE_DIRECTORY'],
    [173, 'CANNOT_ALLOCATE_MEMORY'],
    [198, 'DNS_ERROR'],
    [202, 'TOO_MANY_SIMULTANEOUS_QUERIES'],
    [203, 'NO_FREE_CONNECTION'],
    [204, 'CANNOT_FSYNC'],
    [209, 'SOCKET_TIMEOUT'],
    [210, 'NETWORK_ERROR'],
    [225, 'NO_ZOOKEEPER'],
    [228, 'BAD_SIZE_OF_FILE_IN_DATA_PART'],
    [230, 'NOT_FOUND_EXPECTED_DATA_PART'],
    [232, 'NO_SUCH_DATA_PART'],
    [234, 'NO_REPLICA_HAS_PART'],
    [236, 'ABORTED'],
    [241, 'MEMORY_LIMIT_EXCEEDED'],
    [242, 'TABLE_IS_READ_ONLY'],
    [243, 'NOT_ENOUGH_SPACE'],
    [246, 'CORRUPTED_DATA'],
    [252, 'TOO_MANY_PARTS'],
    [254, 'NO_ACTIVE_REPLICAS'],
    [265, 'NO_AVAILABLE_REPLICA'],
    [271, 'CANNOT_DECOMPRESS'],
    [279, 'ALL_CONNECTION_TRIES_FAILED'],
    [285, 'TOO_FEW_LIVE_REPLICAS'],
    [286, 'UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE'],
    [289, 'REPLICA_IS_NOT_IN_QUORUM'],
    [319, 'UNKNOWN_STATUS_OF_INSERT'],
    [341, 'UNFINISHED'],
    [369, 'ALL_REPLICAS_ARE_STALE'],
    [394, 'QUERY_WAS_CANCELLED'],
    [410, 'EXTERNAL_SERVER_IS_NOT_RESPONDING'],
    [439, 'CANNOT_SCHEDULE_TASK'],
    [473, 'DEADLOCK_AVOIDED'],
    [499, 'S3_ERROR'],
    [519, 'NO_REMOTE_SHARD_AVAILABLE'],
    [574, 'DISTRIBUTED_TOO_MANY_PENDING_BYTES'],
    [692, 'TOO_MANY_MUTATIONS'],
    [733, 'TABLE_IS_BEING_RESTARTED'],
    [745, 'SERVER_OVERLOADED'],
    [749, 'TCP_CONNECTION_LIMIT_REACHED'],
    [762, 'HTTP_CONNECTION_LIMIT_REACHED'],
    [999, 'KEEPER_EXCEPTION'],
  ]),
  refused: new Map([
    [158, 'TOO_MANY_ROWS'],
    [164, 'READONLY'],
    [191, 'SET_SIZE_LIMIT_EXCEEDED'],
    [192, 'UNKNOWN_USER'],
    [193, 'WRONG_PASSWORD'],
    [194, 'REQUIRED_PASSWORD'],
    [195, 'IP_ADDRESS_NOT_ALLOWED'],
    [201, 'QUOTA_EXCEEDED'],
    [291, 'DATABASE_ACCESS_DENIED'],
    [307, 'TOO_MANY_BYTES'],
    [392, 'QUERY_IS_PROHIBITED'],
    [396, 'TOO_MANY_ROWS_OR_BYTES'],
    [452, 'SETTING_CONSTRAINT_VIOLATION'],
    [497, 'ACCESS_DENIED'],
    [516, 'AUTHENTICATION_FAILED'],
    [720, 'USER_EXPIRED'],
  ]),
  missing: new Map([
    [60, 'UNKNOWN_TABLE'],
    [81, 'UNKNOWN_DATABASE'],
    [218, 'TABLE_IS_DROPPED'],
  ]),
  ours: new Map([
    [6, 'CANNOT_PARSE_TEXT'],
    [26, 'CANNOT_PARSE_QUOTED_STRING'],
    [27, 'CANNOT_PARSE_INPUT_ASSERTION_FAILED'],
    [36, 'BAD_ARGUMENTS'],
    [42, 'NUMBER_OF_ARGUMENTS_DOESNT_MATCH'],
    [43, 'ILLEGAL_TYPE_OF_ARGUMENT'],
    [46, 'UNKNOWN_FUNCTION'],
    [53, 'TYPE_MISMATCH'],
    [62, 'SYNTAX_ERROR'],
    [72, 'CANNOT_PARSE_NUMBER'],
    [117, 'INCORRECT_DATA'],
    [131, 'TOO_LARGE_STRING_SIZE'],
    [215, 'NOT_AN_AGGREGATE'],
    [395, 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO'],
    [456, 'UNKNOWN_QUERY_PARAMETER'],
    [457, 'BAD_QUERY_PARAMETER'],
  ]),
};

/** What an error of ClickHouse says; null when its code is not in the table. */
export function meaningOf({ code }: ClickHouseError): Meaning | null {
  const meanings = Object.keys(CODES) as Meaning[];
  return meanings.find((meaning) => CODES[meaning].has(Number(code))) ?? null;
}

/**
 * Whether a statement failed for a reason outside of Goalpost, so that it may succeed on another node or later. An error
 * that is not in the table counts as one: the message of `StoreUnavailable`, which is logged, names it.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof ClickHouseError) return meaningOf(error) !== 'ours';
  return error instanceof NoAnswer || error instanceof BadAnswer;
}

/** Whether the login was refused. */
export function isRefusedLogin(error: unknown): boolean {
  return error instanceof ClickHouseError && [516, 192, 497, 194, 193].includes(Number(error.code));
}

/** Whether the database or the table does not exist yet. */
export function isMissing(error: unknown): boolean {
  return error instanceof ClickHouseError && meaningOf(error) === 'missing';
}

/** What failed, for the operator, with what to do when the configuration is the reason. */
export function described(error: Error): string {
  if (!(error instanceof ClickHouseError)) return error.message;
  const said = `ClickHouse reports ${error.type ?? 'an error'} (${error.code}): ${error.message}`;
  const meaning = meaningOf(error);
  if (meaning === 'refused') return `${said} Give the user of --clickhouse-url the rights and limits that it needs.`;
  if (meaning === 'missing') return `${said} Run "goalpost migrate".`;
  return said;
}
