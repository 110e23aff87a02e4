import fc, { type Arbitrary } from 'fast-check';
import type { Endpoint } from './endpoints.js';
import { garbage, requestTo, type WireRequest } from './requests.js';

/** What one connection sends. */
export interface Input {
  /** The endpoint that the first request is for; null for bytes that are no HTTP. */
  readonly endpoint: string | null;
  /** Sent one after the other. */
  readonly parts: readonly Buffer[];
  /** Whether the client waits for the first answer, which must come; says that it has sent all; or just goes away. */
  readonly ending: 'answer' | 'end' | 'abort';
  /** The loopback address that it comes from, so that most do not run into the limits of one address. */
  readonly address: string;
}

const address = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 254 })).map(([a, b]) => `127.1.${a}.${b}`) },
  { weight: 1, arbitrary: fc.constant('127.2.0.1') },
);

/** Inputs for all endpoints; the token's are authenticated. */
export function hostileInput(endpoints: readonly Endpoint[], bearerToken: string): Arbitrary<Input> {
  const requests = endpoints.map((endpoint) => {
    const request = requestTo(endpoint, bearerToken);
    // Where something can be sent, more can go wrong.
    return { name: `${endpoint.method} ${endpoint.path}`, request, weight: endpoint.examples.length === 0 ? 1 : 8 };
  });
  const any = fc.oneof(...requests.map(({ request, weight }) => ({ weight, arbitrary: request })));
  const first = fc.oneof(
    ...requests.map(({ name, request, weight }) => ({
      weight,
      arbitrary: request.map((sent) => ({ ...sent, endpoint: name as string | null })),
    })),
    { weight: 3, arbitrary: garbage.map((sent) => ({ ...sent, endpoint: null })) },
  );
  const pipelined = fc.oneof(
    { weight: 9, arbitrary: fc.constant<WireRequest[]>([]) },
    { weight: 1, arbitrary: fc.array(any, { maxLength: 20 }) },
  );
  return fc
    .record({
      first,
      others: pipelined,
      cuts: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(fc.nat(), { maxLength: 4 }) },
      ),
      isAborted: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      address,
    })
    .map(({ first: { endpoint, bytes, isWhole }, others, cuts, isAborted, address }) => {
      const all = Buffer.concat([bytes, ...others.map((other) => other.bytes)]);
      const parts = partsOf(all, cuts);
      return {
        endpoint,
        parts: isAborted ? parts.slice(0, Math.ceil(parts.length / 2)) : parts,
        // What follows a request may close the connection before it is answered.
        ending: isAborted ? 'abort' : isWhole && others.length === 0 ? 'answer' : 'end',
        address,
      };
    });
}

function partsOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}
