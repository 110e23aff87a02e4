import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ImportFormat, importEvents } from '#goalpost/collect/import/import.js';
import { MemoryEventStore, project } from './memory-event-store.js';

const LOGGED = '192.0.2.1 - - [10/Feb/2025:16:41:07 +0000] "GET / HTTP/1.1" 200 368 "-" "-"\n';
const EVENT = '{"session_id":"1","type":"visit","at":"2026-01-03T10:00:00Z","url":"/"}\n';
const ACCESS_LOG: ImportFormat = { name: 'access-log', includeBots: false, pagePattern: null, exclude: null };
const NDJSON: ImportFormat = { name: 'ndjson', includeBots: false };

async function refusalOf(input: string | Buffer, format: ImportFormat): Promise<string> {
  const store = new MemoryEventStore();
  const source = Readable.from([Buffer.from(input)]);
  const importing = importEvents({ store, sessions: store, project, source, format, onRefusal: () => {} });
  const error = await importing.catch((reason: Error) => reason);
  expect(error).toMatchObject({ name: 'UnknownFormat' });
  expect(store.events).toEqual([]);
  return (error as Error).message;
}

const utf16 = Buffer.from(LOGGED, 'utf16le');

describe('an input that is not text is refused, whatever format is expected', () => {
  it.each<[string, Buffer, string]>([
    ['bzip2', Buffer.from('BZh91AY&SY'), 'bzip2 data; unpack it with bzip2 -d'],
    ['xz', Buffer.from('fd377a585a0000', 'hex'), 'xz data; unpack it with xz -d'],
    ['zstd', Buffer.from('28b52ffd04', 'hex'), 'zstd data; unpack it with zstd -d'],
    ['zip', Buffer.from('504b030414', 'hex'), 'a zip archive; unpack it with unzip'],
    [
      'UTF-16 with a mark',
      Buffer.concat([Buffer.from('fffe', 'hex'), utf16]),
      'UTF-16 text; convert it with iconv -f UTF-16 -t UTF-8',
    ],
    ['UTF-16', utf16, 'UTF-16 text; convert it with iconv -f UTF-16LE -t UTF-8'],
    ['UTF-16, the other order', Buffer.from(utf16).swap16(), 'UTF-16 text; convert it with iconv -f UTF-16BE -t UTF-8'],
    ['other bytes', Buffer.alloc(600), 'binary data'],
  ])('%s', async (_title, input, kind) => {
    for (const format of [ACCESS_LOG, NDJSON]) {
      expect(await refusalOf(input, format)).toBe(`The input is not UTF-8 text; it looks like ${kind}.`);
    }
  });
});

describe('a text in another format is refused with what it looks like', () => {
  it.each<[string, string, string]>([
    ['CSV', 'id,name,price\n1,hat,9\n', 'CSV'],
    ['CSV with semicolons', 'id;name;price\n1;hat;9\n', 'CSV (with semicolons)'],
    ['tab-separated values', 'id\tname\tprice\n1\that\t9\n', 'tab-separated values'],
    ['XML', '<?xml version="1.0"?>\n<a/>\n', 'XML'],
    ['HTML', '<!DOCTYPE html>\n<html>\n', 'an HTML page'],
    ['a JSON array', '[{"a":1}]\n', 'a JSON array; write one object a line, as jq -c ".[]" does'],
    [
      'W3C without its header',
      '2025-02-10 16:41:07 10.0.0.9 GET / - 443\n',
      'W3C Extended without the line "#Fields:" that names its fields',
    ],
  ])('%s', async (_title, input, kind) => {
    expect(await refusalOf(input.repeat(50), ACCESS_LOG)).toBe(
      `The input is not an access log in a known format; it looks like ${kind}.`,
    );
  });

  it('events, when an access log is expected, and the other way round', async () => {
    expect(await refusalOf(EVENT, ACCESS_LOG)).toContain(
      'it looks like events in NDJSON; import them with the format ndjson.',
    );
    expect(await refusalOf(LOGGED, NDJSON)).toBe(
      'The input is not NDJSON; it looks like an access log in the format combined.',
    );
  });

  it('anything else, with its first line and the known formats', async () => {
    expect(await refusalOf('nonsense\n'.repeat(50), ACCESS_LOG)).toBe(
      'The input is not an access log in a known format: none of its first lines (20) is in one; the first is "nonsense". Known formats are vhost-combined, combined, vhost-common, common, w3c, alb, elb, s3, caddy, traefik, nginx-json; for any other give the server\'s own format string (log format).',
    );
  });
});

it('a line that cannot be read does not hide the format of the others', async () => {
  const store = new MemoryEventStore();
  const source = Readable.from([Buffer.from('nonsense\n'), Buffer.from(`broken\n${LOGGED}`)]);
  const summary = await importEvents({
    store,
    sessions: store,
    project,
    source,
    format: ACCESS_LOG,
    onRefusal: () => {},
  });
  expect(summary).toMatchObject({ format: 'combined', lines: 3, stored: 1, refused: { malformed: 2 } });
});
