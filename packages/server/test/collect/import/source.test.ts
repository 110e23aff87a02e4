import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { gunzipped, openSource } from '#goalpost/collect/import/source.js';

const folder = mkdtempSync(join(tmpdir(), 'goalpost-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TEXT = 'a\n'.repeat(100_000);

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function opened(...args: Parameters<typeof openSource>) {
  const result = await openSource(...args);
  if (!result.ok) throw new Error(result.sentence);
  return result.source;
}

describe('a source gives the text, unpacked if it is gzip, whatever its name', () => {
  const two = Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]);
  it.each<[string, string, string | Buffer, string]>([
    ['plain', 'plain.log', TEXT, TEXT],
    ['gzip', 'packed.log', gzipSync(TEXT), TEXT],
    ['gzip of several members', 'members.gz', two, 'a\nb\n'],
    ['plain with a misleading name', 'plain.gz', 'a\n', 'a\n'],
    ['empty', 'empty.log', '', ''],
    ['a single byte', 'single.log', '\n', '\n'],
  ])('%s', async (_title, name, content, text) => {
    const source = await opened(file(name, content));
    expect(source.bytesTotal).toBe(content.length);
    expect((await buffer(source.stream)).toString()).toBe(text);
    expect(source.bytesRead()).toBe(content.length);
  });
});

it.each([
  ['ends within the data', (raw: PassThrough) => void raw.end()],
  ['breaks', (raw: PassThrough) => void raw.destroy(new Error('the connection was closed'))],
])('a packed source that is left early throws nothing when it then %s', async (_title, end) => {
  const uncaught: string[] = [];
  const note = ({ message }: Error) => uncaught.push(message);
  process.on('uncaughtExceptionMonitor', note);
  for (const bytes of [10, 1000, 50_000]) {
    const raw = new PassThrough().on('error', () => {});
    raw.write(gzipSync(randomBytes(bytes)).subarray(0, -9));
    const source = await gunzipped(raw);
    const reading = source.iterator({ destroyOnReturn: false });
    await reading.next();
    await reading.return!();
    end(raw);
    await pause(5);
  }
  process.off('uncaughtExceptionMonitor', note);
  expect(uncaught).toEqual([]);
});

/** A stream that counts its bytes, like `process.stdin`. */
class Input extends PassThrough {
  bytesRead = 0;
  override write(chunk: Buffer): boolean {
    this.bytesRead += chunk.length;
    return super.write(chunk);
  }
}

describe('"-" is standard input, whose size is unknown', () => {
  it.each([
    ['plain', Buffer.from(TEXT)],
    ['gzip', gzipSync(TEXT)],
  ])('%s', async (_title, content) => {
    const input = new Input();
    // The first byte comes alone: recognizing gzip takes two bytes.
    input.write(content.subarray(0, 1));
    setImmediate(() => {
      input.write(content.subarray(1));
      input.end();
    });
    const source = await opened('-', input);
    expect(source.bytesTotal).toBeNull();
    expect((await buffer(source.stream)).toString()).toBe(TEXT);
    expect(source.bytesRead()).toBe(content.length);
  });
});

describe('a file that cannot be read is refused with a message', () => {
  it.each([
    ['absent.log', `The file "${join(folder, 'absent.log')}" cannot be read: no such file or directory.`],
    ['plain.log/x', `The file "${join(folder, 'plain.log/x')}" cannot be read: not a directory.`],
    ['', `"${folder}" is a directory; name a file, or - for standard input.`],
  ])('%j', async (name, sentence) => {
    file('plain.log', 'a\n');
    expect(await openSource(join(folder, name))).toEqual({ ok: false, sentence });
  });
});

it('closing stops reading', async () => {
  const source = await opened(file('long.log', TEXT));
  source.close();
  await expect(buffer(source.stream)).rejects.toThrow();
});
