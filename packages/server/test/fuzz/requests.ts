import fc, { type Arbitrary, type MaybeWeightedArbitrary } from 'fast-check';
import { LINGER_BYTES_MAX } from '#goalpost/http/connection/lingering-close.js';
import { jsonBody, linesBody } from './bodies.js';
import type { Endpoint } from './endpoints.js';
import {
  BROKEN_HEADERS,
  BROKEN_METHODS,
  BROKEN_VERSIONS,
  METHODS,
  ODD_HEADERS,
  ODD_TYPES,
  PARAMETERS,
  QUERIES,
} from './odd-values.js';

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly bytes: Buffer;
  /** Whether it is a whole request in HTTP/1.1 that has to be answered, with whatever it deserves. */
  readonly isWhole: boolean;
}

const odd = <Value>(usual: Arbitrary<Value>, unusual: Arbitrary<Value>, share = 12) =>
  fc.oneof({ weight: share, arbitrary: usual }, { weight: 1, arbitrary: unusual });

function targetOf({ path }: Endpoint): Arbitrary<string> {
  const filled = fc
    .tuple(
      fc.constantFrom(...PARAMETERS),
      odd(
        fc.constant(''),
        fc.constantFrom(...QUERIES).map((query) => `?${query}`),
        3,
      ),
    )
    .map(([parameter, query]) => path.replace(/:\w+/, () => parameter) + query);
  const changes: ((target: string) => string)[] = [
    (target) => `/${target}`,
    (target) => `${target}/`,
    (target) => `${target}%`,
    (target) => `${target}\u00ff`,
    (target) => target.toUpperCase(),
    (target) => target.replace('/', '/./'),
    (target) => target.replace('/', '/x/../'),
    (target) => target.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    (target) => `http://evil.example${target}`,
    (target) => `${target}#top`,
    (target) => `${target}?${'x'.repeat(8000)}`,
    (target) => target.replaceAll('/', '\\'),
  ];
  return odd(
    filled,
    fc.tuple(filled, fc.constantFrom(...changes)).map(([target, change]) => change(target)),
    8,
  );
}

const chunked = (body: Buffer, at: number, extension = '') => {
  const cut = at % (body.length + 1);
  const parts = [body.subarray(0, cut), body.subarray(cut)].filter(({ length }) => length > 0);
  const chunks = parts.flatMap((part) => [
    Buffer.from(`${part.length.toString(16)}${extension}\r\n`),
    part,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
};

/** How a body is delimited, and whether that is right. */
interface Framing {
  readonly isRight: boolean;
  frame(body: Buffer): [headers: string[], body: Buffer];
}

const framing: Arbitrary<Framing> = fc.oneof<MaybeWeightedArbitrary<Framing>[]>(
  {
    weight: 40,
    arbitrary: fc.constant({ isRight: true, frame: (body) => [[`Content-Length: ${body.length}`], body] }),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(), fc.constantFrom('', ';x=y', ';"')).map(([at, extension]) => ({
      isRight: extension === '',
      frame: (body) => [['Transfer-Encoding: chunked'], chunked(body, at, extension)],
    })),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: -20, max: 5000 }).map((off) => ({
      isRight: off === 0,
      frame: (body) => [[`Content-Length: ${Math.max(0, body.length + off)}`], body],
    })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('zz', '-1', '0x5', 'ffffffffffffffffff', '5\n', ' 5', '', '5\r\nabc').map((size) => ({
      isRight: false,
      frame: (body) => [
        ['Transfer-Encoding: chunked'],
        Buffer.concat([Buffer.from(`${size}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]),
      ],
    })),
  },
  {
    weight: 1,
    arbitrary: fc.nat().map((at) => ({
      isRight: false,
      frame: (body) => [['Transfer-Encoding: chunked', `Content-Length: ${body.length}`], chunked(body, at)],
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constant({
      isRight: false,
      frame: (body) => [
        ['Transfer-Encoding: chunked'],
        Buffer.concat([chunked(body, 7).subarray(0, -2), Buffer.from('X: y\r\nBad\r\n\r\n')]),
      ],
    }),
  },
  { weight: 1, arbitrary: fc.constant({ isRight: false, frame: (body) => [[], body] }) },
);

function bodyFor({ examples }: Endpoint): Arbitrary<Buffer | null> {
  if (examples.length === 0) {
    return odd(fc.constant(null), fc.constantFrom('{}', 'x', '\0'.repeat(2000)).map(Buffer.from));
  }
  return fc.oneof(...examples.map((example) => (typeof example === 'string' ? linesBody(example) : jsonBody(example))));
}

/** A request to an endpoint, from a right one to one that only resembles HTTP. */
export function requestTo(endpoint: Endpoint, bearerToken: string): Arbitrary<WireRequest> {
  const type =
    endpoint.mediaTypes.length === 0 ? fc.constant('application/json') : fc.constantFrom(...endpoint.mediaTypes);
  return fc
    .record({
      method: odd(fc.constant(endpoint.method), fc.constantFrom(...METHODS)),
      brokenMethod: odd(fc.constant(null), fc.constantFrom(...BROKEN_METHODS), 60),
      target: targetOf(endpoint),
      version: odd(fc.constant('HTTP/1.1'), fc.constant('HTTP/1.0'), 30),
      brokenVersion: odd(fc.constant(null), fc.constantFrom(...BROKEN_VERSIONS), 60),
      host: odd<string[]>(fc.constant(['Host: localhost']), fc.constant([]), 30),
      type: odd(type, fc.constantFrom(...ODD_TYPES)),
      authorization: odd<string[]>(
        fc.constant([`Authorization: Bearer ${bearerToken}`]),
        fc.constant([]),
        endpoint.isPublic ? 1 : 16,
      ),
      oddHeaders: odd<string[]>(
        fc.constant([]),
        fc.array(fc.constantFrom(...ODD_HEADERS), { minLength: 1, maxLength: 3 }),
        2,
      ),
      brokenHeaders: odd<string[]>(
        fc.constant([]),
        fc.constantFrom(...BROKEN_HEADERS).map((line) => [line]),
        60,
      ),
      body: bodyFor(endpoint),
      framing,
      isLast: fc.boolean(),
    })
    .map((parts) => {
      const [lengths, body] = parts.body === null ? [[], Buffer.alloc(0)] : parts.framing.frame(parts.body);
      const lines = [
        `${parts.brokenMethod ?? parts.method} ${parts.target} ${parts.brokenVersion ?? parts.version}`,
        ...parts.host,
        ...(parts.body === null ? [] : [`Content-Type: ${parts.type}`]),
        ...parts.authorization,
        ...parts.oddHeaders,
        ...parts.brokenHeaders,
        ...lengths,
        ...(parts.isLast ? ['Connection: close'] : []),
      ];
      const isBroken = parts.brokenMethod !== null || parts.brokenVersion !== null || parts.brokenHeaders.length > 0;
      return {
        bytes: Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]),
        // A refused body that is longer may cost its client the answer.
        isWhole: !isBroken && (parts.body === null || (parts.framing.isRight && body.length < LINGER_BYTES_MAX)),
      };
    });
}

/** Bytes that are no HTTP at all. */
export const garbage: Arbitrary<WireRequest> = fc
  .oneof(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
        'GET /\r\n',
        '\r\n'.repeat(500),
        'GET ',
        `GET /${'x'.repeat(40_000)}`,
        'SSH-2.0-OpenSSH_9\r\n',
        'HTTP/1.1 200 OK\r\n\r\n',
        '\0'.repeat(1000),
      )
      .map((text) => Buffer.from(text, 'latin1')),
  )
  .map((bytes) => ({ bytes, isWhole: false }));
