import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';
import { visitLines } from '../support/requests.js';

const IMPORT = ['import', '--project', 'p1', '--format', 'ndjson'];

const summary = ({ format = 'ndjson', lines = 0, stored = 0, repeated = 0, filtered = '0', refused = '0' }) =>
  `  format      ${format}
  lines read  ${lines}
  stored      ${stored}
  repeated    ${repeated}
  filtered    ${filtered}
  refused     ${refused}
`;

async function importFile(operator: Operator, content: string | Buffer, ...args: string[]) {
  await operator.openShop();
  const file = path.join(operator.dir, 'events');
  writeFileSync(file, content);
  return operator.goalpost(...IMPORT, file, ...args);
}

describe.concurrent('goalpost import', () => {
  it('prints a summary of the lines, and lists the refused ones on standard error', async ({ operator }) => {
    const bot = visitLines('2', 1).replace('}', ',"user_agent":"Googlebot/2.1 (+http://www.google.com/bot.html)"}');
    const lines = [visitLines('1', 2), visitLines('1', 1), 'nonsense', '', bot, '{"type":"visit"}'];
    expect(await importFile(operator, lines.join('\n'))).toEqual({
      code: 0,
      stdout: summary({
        lines: 6,
        stored: 2,
        repeated: 1,
        filtered: '1 (bot 1)',
        refused: '2 (malformed 1, invalid 1)',
      }),
      stderr: `line 4: The line must be a JSON object, such as {"session_id":"1","id":"e1","type":"visit","at":"2026-01-03T10:00:00Z","url":"https://shop.example/"}; it is not valid JSON.
line 7: The session_id field is required: it must be a session id (1 to 64 of A-Z, a-z, 0-9, ".", "_", "-") or an integer from 0 to 9007199254740991 (send a larger one as a string). (and 2 more errors)
`,
    });
  });

  it('lists the first hundred refused lines, counts the others, and fails when there are no others', async ({
    operator,
  }) => {
    const { code, stdout, stderr } = await importFile(operator, 'nonsense\n'.repeat(123));
    expect(code).toBe(1);
    expect(stdout).toBe(summary({ lines: 123, refused: '123 (malformed 123)' }));
    expect(stderr.trim().split('\n')).toHaveLength(101);
    expect(stderr).toMatch(/\nand 23 more refused lines\n$/);
  });

  it('stores nothing twice when it is run again', async ({ operator }) => {
    await importFile(operator, visitLines('1', 3));
    const again = await operator.goalpost(...IMPORT, path.join(operator.dir, 'events'));
    expect(again.stdout).toBe(summary({ lines: 3, repeated: 3 }));
  });

  it('recognizes gzip by its content, whatever the file name and with several members', async ({ operator }) => {
    const pieces = Buffer.concat([gzipSync(`${visitLines('1', 2)}\n`), gzipSync(visitLines('2', 1))]);
    expect((await importFile(operator, pieces)).stdout).toBe(summary({ lines: 3, stored: 3 }));
  });

  it('stores the events before the point where gzip data ends early, says where, and fails', async ({ operator }) => {
    const whole = gzipSync(Array.from({ length: 300 }, (_, index) => `${visitLines(`s${index}`, 10)}\n`).join(''));
    const { code, stdout, stderr } = await importFile(operator, whole.subarray(0, whole.length / 2));
    const [, lines, stored, last] =
      /lines read +(\d+)\n +stored +(\d+)\n[\s\S]*\nThe input ended early, after line (\d+): the gzip data is incomplete\.\n$/.exec(
        stdout,
      )!;
    expect(code).toBe(1);
    expect(Number(last)).toBeGreaterThan(0);
    expect(Number(last)).toBeLessThan(3000);
    expect([Number(stored), Number(lines)]).toEqual([Number(last), Number(last) + 1]);
    expect(stderr).toMatch(
      new RegExp(
        `^line ${lines}: The line must be a JSON object.*The input ends here without a line break: it may be cut off\\.\n$`,
      ),
    );
  });

  it.for([
    ['nothing', ''],
    ['nothing, in gzip', gzipSync('')],
    ['blank lines', '\n \r\n'],
  ] as [string, string | Buffer][])('reads no lines from %s', async ([, content], { operator }) => {
    expect(await importFile(operator, content)).toEqual({
      code: 0,
      stdout: summary({ format: 'unknown (no lines)' }),
      stderr: '',
    });
  });

  it('stores what it has read when it is stopped, says so, and fails', async ({ operator }) => {
    await operator.openShop();
    const importing = operator.startGoalpost([...IMPORT, '-'], { input: null });
    const { stdin, stderr } = importing.process;
    stdin!.write(`${visitLines('1', 3)}\nnonsense\n`);
    await new Promise((resolve) => stderr!.once('data', resolve));
    importing.process.kill('SIGINT');
    expect(await importing.ended).toMatchObject({
      code: 1,
      stdout: `${summary({ lines: 4, stored: 3, refused: '1 (malformed 1)' })}The input ended early, after line 4: it was stopped.\n`,
    });
  });
});

const SCRIPT = '/usr/bin/script';

describe.concurrent('a progress bar', () => {
  const BAR = /=.* \d+ %, \d+ lines, (?:about \d+ s left|remaining time unknown)/;
  // The bar is first drawn after 0.2 s; this import takes longer.
  const LINES = 40_000;
  const file = visitLines('1', LINES);

  // `script`, from Debian's bsdutils, runs a command in a terminal.
  it.skipIf(!existsSync(SCRIPT))('is shown on a terminal', async ({ operator }) => {
    await operator.openShop();
    writeFileSync(path.join(operator.dir, 'events'), file);
    const command = `goalpost ${IMPORT.join(' ')} events`;
    const { code, stdout } = await operator.start(SCRIPT, ['-qec', command, '/dev/null'], { input: null }).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(BAR);
    expect(stdout.replaceAll('\r', '')).toContain(summary({ lines: LINES, stored: LINES }));
  });

  it('is not shown anywhere else', async ({ operator }) => {
    const { stdout, stderr } = await importFile(operator, file);
    expect({ stdout, stderr }).toEqual({ stdout: summary({ lines: LINES, stored: LINES }), stderr: '' });
  });
});
