import { createReadStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { it } from '../support/operator.js';

/** More lines without an id than are counted in memory. */
const LINES = Array.from({ length: 180_000 }, (_, index) => {
  const at = new Date(1_767_434_400_000 + index * 10).toISOString();
  return `{"session_id":"${index % 1000}","type":"visit","at":"${at}","url":"/${index}"}\n`;
}).join('');

/** Limits files to 400 kB. Events that are stored already are only read, so only the temporary file hits the limit. */
const FULL = 'ulimit -S -f 800; exec goalpost';

it('a full directory for temporary files ends an import with a clear sentence, by command and over HTTP', async ({
  operator,
}) => {
  const token = await operator.openShop();
  const file = path.join(operator.dir, 'events.ndjson');
  writeFileSync(file, LINES);
  const command = `import --project p1 --format ndjson ${file}`;
  const first = await operator.shell(`goalpost ${command}`);
  expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('stored      180000\n') });

  const { code, stderr } = await operator.shell(`${FULL} ${command}`);
  expect(stderr).toMatch(
    /^goalpost: the import was interrupted after line \d+000: lines without an id are counted in a temporary file, which cannot be written \([a-zA-Z/ ]+\); set TMPDIR to a directory with free space and run it again, nothing is stored twice\n$/,
  );
  expect(code).toBe(1);

  const server = operator.start('/bin/sh', ['-c', `${FULL} serve --port 0`]);
  const [, url] = await server.said(/Goalpost listens on (http:[^"]+)/);
  const answer = await fetch(`${url}${BASE_PATH}/events/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    duplex: 'half',
  } as RequestInit);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await answer.json()).toEqual({
    error: true,
    message: expect.stringMatching(
      /^There is no room for the temporary file that lines without an id need; the import stopped after line \d+000\. Give each line an id, or send it all again when there is room: nothing is stored twice\.$/,
    ),
  });
});
