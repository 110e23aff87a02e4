import fc, { type Arbitrary } from 'fast-check';

/** A body and what is said of it. */
export interface Sent {
  readonly body: string | Buffer;
  readonly headers: Record<string, string>;
}

/** `right` as it is, or with one of its fields made into anything, or left out, or with a part of its text gone. */
export function nearly(right: Arbitrary<object>): Arbitrary<string | Buffer> {
  const anything = fc.oneof(fc.jsonValue(), fc.constantFrom(...HOSTILE));
  const faulty = fc.tuple(right, fc.nat(), fc.option(anything)).map(([body, at, value]) => ({
    ...body,
    [Object.keys(body).at(at % Object.keys(body).length)!]: value ?? undefined,
  }));
  const cut = fc
    .tuple(right, fc.nat(), fc.nat({ max: 5 }), fc.string({ maxLength: 3 }))
    .map(([body, at, length, patch]) => {
      const text = JSON.stringify(body);
      const start = at % text.length;
      return text.slice(0, start) + patch + text.slice(start + length);
    });
  return fc.oneof(
    { weight: 8, arbitrary: right.map((body) => JSON.stringify(body)) },
    { weight: 4, arbitrary: faulty.map((body) => JSON.stringify(body)) },
    { weight: 2, arbitrary: cut },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  );
}

const HOSTILE = [
  '__proto__',
  'constructor',
  "' OR 1=1 --",
  '\u0000',
  '\ud800',
  '９',
  '-0',
  '1e3',
  Number.MAX_VALUE,
  -1,
  2 ** 53,
  [[[[]]]],
  Array(1001).fill(1),
  { __proto__: null, length: 1 },
];

/** The body as it is, or under headers that have gone wrong. */
export function sent(body: Arbitrary<string | Buffer>, contentType: string, authorization: string): Arbitrary<Sent> {
  const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 100 });
  const headers = fc.record(
    {
      'content-type': mostly(
        contentType,
        fc.oneof(fc.constantFrom('text/plain', '', ';;', 'a/b; charset="'), printable),
      ),
      authorization: mostly(
        authorization,
        fc.oneof(
          printable,
          printable.map((text) => `Bearer ${text}`),
        ),
      ),
      'x-forwarded-for': fc.oneof(fc.ipV4(), fc.ipV6(), printable, fc.constant(`${'1.1.1.1,'.repeat(50)}x`)),
      accept: printable,
      'accept-encoding': printable,
      origin: printable,
      cookie: printable,
      'x-http-method-override': fc.constant('DELETE'),
    },
    { requiredKeys: ['content-type', 'authorization'] },
  );
  return fc.record({ body, headers });
}

function mostly<T>(usual: T, other: Arbitrary<T>): Arbitrary<T> {
  return fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
}
