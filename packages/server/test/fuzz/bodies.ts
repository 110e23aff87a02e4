import { gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

/** JSON texts, and texts that are nearly JSON, where no value of their kind is expected. */
const ODD_JSON = [
  ...['null', 'true', '[]', '{}', '""', '-0', '-1', '0.5', '9007199254740993', '1e308', '1e400', '-1e400', '1e-400'],
  ...['9'.repeat(2000), `0.${'1'.repeat(2000)}`, '1e999999999', '01', '+1', '.5', 'NaN', 'undefined', "'x'", '[1,]'],
  ...['"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"', '"\\u202e"', '"\\u001b[2J"', '"\u0001"', '"\\x"', '"', '\\', '//'],
  ...['"__proto__"', '{"__proto__":{"x":1}}', '{"constructor":{"prototype":{}}}', '{"toString":1}', '{"length":-1}'],
  ...['"2026-02-30"', '"9999-12-31T23:59:60Z"', '"0000-00-00"', '"2026-01-01 24:00:00"', '"-271821-04-20T00:00:00Z"'],
  ...['"javascript:alert(1)"', '"http://[::1"', '"//"', '"https://u:p@shop.example/"', '"\u0663"', '"\\ufeff"'],
  ...['"(a+)+$"', '"(a{500}){500}"', '"(?=a)"', '"["', '"**/**/**"', `"${'(a|b)?'.repeat(150)}"`, '"\\\\p{L}{900}"'],
  ...['":is(a"', '"a:has(b)"', `"${'a > '.repeat(120)}a"`, '"*|*"', `"${':not('.repeat(60)}"`, '"[a=\\"b"'],
  ...[`"${'x'.repeat(1025)}"`, `"${'x'.repeat(70_000)}"`, `"${'😀'.repeat(600)}"`, `[${'1,'.repeat(1000)}1]`],
  ...[nested('[', ']', 31), nested('[', ']', 40), nested('[', ']', 20_000), nested('{"a":', '}', 40)],
  ...[nested('{"a":[', ']}', 5000), '['.repeat(50_000), `[${'{"a":1},'.repeat(2000)}{}]`],
];

const oddJson = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ODD_JSON) }, { weight: 1, arbitrary: fc.json() });

const MARK = '"@"';

type Path = readonly (string | number)[];

/** The places in a value, the value itself first. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => placesIn(child, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

/** A body that a request could have, with something wrong in it, or nothing. */
export function jsonBody(example: unknown): Arbitrary<Buffer> {
  const right = JSON.stringify(example);
  const place = fc.constantFrom(...placesIn(example));
  const text = fc.oneof(
    { weight: 6, arbitrary: fc.constant(right) },
    {
      weight: 10,
      arbitrary: fc
        .tuple(place, oddJson)
        .map(([path, odd]) => JSON.stringify(replaced(example, path, '@')).replace(MARK, () => odd)),
    },
    { weight: 2, arbitrary: place.map((path) => JSON.stringify(replaced(example, path, undefined)) ?? '') },
    // Keys that are there twice.
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...Object.keys(Object(example)), '__proto__'), oddJson)
        .map(([key, odd]) => right.replace('{', () => `{${JSON.stringify(key)}:${odd},`)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.nat(right.length), fc.nat(5), fc.string({ unit: 'binary', maxLength: 3 }))
        .map(([at, length, patch]) => right.slice(0, at) + patch + right.slice(at + length)),
    },
    { weight: 1, arbitrary: oddJson },
  );
  return fc.oneof(
    { weight: 16, arbitrary: text.map((sent) => Buffer.from(sent)) },
    { weight: 1, arbitrary: text.map((sent) => Buffer.from(sent, 'utf16le')) },
    { weight: 1, arbitrary: text.map((sent) => Buffer.concat([Buffer.from('\ufeff'), Buffer.from(sent)])) },
    { weight: 1, arbitrary: text.map((sent) => Buffer.from(sent.replaceAll('"', '"\u00ff'), 'latin1')) },
    { weight: 1, arbitrary: text.map((sent) => gzipSync(sent)) },
    // A little more than a body may have.
    {
      weight: 1,
      arbitrary: fc
        .tuple(text, fc.constantFrom(65_537, 1_048_577))
        .map(([sent, length]) => Buffer.from(sent.padEnd(length))),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  );
}

const BOMBS = [
  gzipSync(Buffer.alloc(8_388_608, '\n')),
  gzipSync(Buffer.alloc(8_388_608, ' ')),
  gzipSync(Buffer.alloc(4_194_304, 'x\n')),
  gzipSync(gzipSync(Buffer.alloc(1_048_576))),
];

const lineEnd = fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n', '\u2028', '\0', '');

/** A file of lines like those of `example`, plain or packed. */
export function linesBody(example: string): Arbitrary<Buffer> {
  const examples = example
    .trimEnd()
    .split('\n')
    .map((line) => jsonBody(JSON.parse(line)));
  const lines = fc
    .array(fc.tuple(fc.oneof(...examples), lineEnd), { maxLength: 12 })
    .map((parts) => Buffer.concat(parts.flatMap(([line, end]) => [line, Buffer.from(end)])));
  return fc.oneof(
    { weight: 12, arbitrary: lines },
    { weight: 3, arbitrary: lines.map((sent) => gzipSync(sent)) },
    // Packed data that is cut, damaged, or followed by more.
    {
      weight: 3,
      arbitrary: fc.tuple(lines, fc.nat(), fc.nat(255)).map(([sent, at, byte]) => {
        const packed = gzipSync(sent);
        packed[at % packed.length] = byte;
        return packed.subarray(0, packed.length - (at % 9));
      }),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(lines, lines).map(([one, other]) => Buffer.concat([gzipSync(one), gzipSync(other)])),
    },
    { weight: 1, arbitrary: lines.map((sent) => Buffer.concat([gzipSync(sent), Buffer.from('more')])) },
    { weight: 1, arbitrary: fc.constantFrom(...BOMBS) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('{'.repeat(70_000), '\n'.repeat(100_000), 'x\n'.repeat(20_000)).map(Buffer.from),
    },
  );
}
