import type { AddressRange } from '../../http/connection/ip-address.js';
import { shown } from '../../validation/faults.js';
import { type ClientAddress, clientBehind, namesAnother, senderOf } from './client-address.js';
import type { FieldsBefore, LoggedFields, RequestParts } from './formats/format.js';

/** The same limit as in the import format. */
export const USER_AGENT_CHARACTERS_MAX = 1024;

/** One request of an access log, checked. */
export interface LoggedRequest {
  readonly client: ClientAddress;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** Null when the server did not understand the request. */
  readonly request: RequestParts | null;
  /** Three digits, or "-". */
  readonly status: string;
  readonly referrer: string | null;
  /** At most its first `USER_AGENT_CHARACTERS_MAX` characters. */
  readonly userAgent: string | null;
  readonly host: string | null;
  readonly scheme: 'http' | 'https' | null;
  /** Ids are derived from these. */
  readonly asBefore: FieldsBefore;
  /** Whether the log has another client's address that was not used, because no proxy is trusted. */
  readonly forwardedUnused: boolean;
}

export type FieldsChecked =
  | { readonly ok: true; readonly logged: LoggedRequest }
  | { readonly ok: false; readonly sentence: string };

/** Checks the fields of a line. A request that was answered must be readable; others are only counted. */
export function checkFields(fields: LoggedFields, proxies: readonly AddressRange[]): FieldsChecked {
  const { at, request, status, referrer, host, scheme, forwardedFor } = fields;
  const sender = senderOf(fields.address);
  if (sender === null) return wrong('address', 'an IPv4 or IPv6 address', fields.address);
  if (at === null) return wrong('time', EXPECTED_TIME, fields.time);
  if (!/^(?:\d{3}|-)$/.test(status)) return wrong('status', 'three digits', status);
  if (request === null && isServed(status)) return wrong('request', EXPECTED_REQUEST, fields.requestText);
  const userAgent = cut(fields.userAgent);
  const { asBefore = { target: request?.target ?? '', referrer, userAgent } } = fields;
  return {
    ok: true,
    logged: {
      client: clientBehind(sender, forwardedFor, proxies),
      at,
      request,
      status,
      referrer,
      userAgent,
      host,
      scheme,
      asBefore: { ...asBefore, userAgent: cut(asBefore.userAgent) },
      forwardedUnused: proxies.length === 0 && forwardedFor !== null && namesAnother(sender, forwardedFor),
    },
  };
}

/** 304 counts too: the visitor saw the cached page. */
export function isServed(status: string): boolean {
  return status.startsWith('2') || status === '304';
}

const EXPECTED_TIME = 'a valid time from 1970 to 2199, such as 17/May/2015:10:05:03 +0000';
const EXPECTED_REQUEST = 'method, target and HTTP version, such as "GET /docs/ HTTP/1.1"';

function wrong(field: string, expected: string, value: string): FieldsChecked {
  return { ok: false, sentence: `The ${field} must be ${expected}; got ${shown(value)}.` };
}

function cut(userAgent: string | null): string | null {
  return userAgent?.slice(0, USER_AGENT_CHARACTERS_MAX) ?? null;
}
