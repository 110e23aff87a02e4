import fc, { type Arbitrary } from 'fast-check';
import type { Method } from '../../support/api.js';

/** A request to the API. A string body is sent as NDJSON. */
export interface Asked {
  readonly method: Method;
  readonly address: string;
  readonly body?: object | string;
}

/** The only address that is called without a token. */
export const TRACK = '/track';

export const asked = (method: Method, address: Arbitrary<string>, body?: Arbitrary<object | string>) =>
  fc.record({ method: fc.constant(method), address, ...(body && { body }) }) as Arbitrary<Asked>;
