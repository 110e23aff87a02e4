import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import fc from 'fast-check';
import { describe, expect, it as plainIt } from 'vitest';
import { openLog } from '#goalpost/cli/log.js';
import { program } from '#goalpost/cli/main.js';
import { printLine, printMessage, printPairs, printTable } from '#goalpost/cli/output.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { openSqliteStore } from '#goalpost/sqlite/sqlite-store.js';
import { customEvent, goal, project, token, visit } from '../support/builders.js';
import { type Ended, it, type Operator } from '../support/operator.js';
import { ROOT } from '../support/root.js';

/** What nobody may send to a terminal: all controls but the line break after a line, and all that turns letters around. */
const UNSAFE = /(?!\n)\p{Cc}|[\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/u;
/** A set of each kind, with a word at each end. */
const HOSTILE = 'evil\u001b[31m\u0007\r\n\u007f\u009b2J\u061c\u200f\u202e\u2066\u2028\u2029end';
/** How its C1 character is shown; `shown()` escapes the others itself in some sentences. */
const ESCAPED = '\\u009b2J';

function expectSafe({ stdout, stderr }: Ended): void {
  const printed = stdout + stderr;
  expect(printed).not.toBe('');
  expect(printed).not.toMatch(UNSAFE);
  expect(printed.split('\n').filter((line) => /^\s*end/.test(line))).toEqual([]);
}

function expectEscaped(ended: Ended): void {
  expectSafe(ended);
  expect(ended.stdout + ended.stderr).toContain(ESCAPED);
}

/** All commands, such as `goal create`, by their path. */
function commandsOf(parent: Command, before: readonly string[] = []): Map<string, Command> {
  const found = new Map<string, Command>();
  for (const command of parent.commands) {
    const names = [...before, command.name()];
    if (command.commands.length === 0) found.set(names.join(' '), command);
    for (const [name, below] of commandsOf(command, names)) found.set(name, below);
  }
  return found;
}

const COMMANDS = commandsOf(program({ stdout: new PassThrough(), stderr: new PassThrough() }));

const argumentsOf = (command: Command) => command.registeredArguments.map(() => HOSTILE);

const optionsOf = (command: Command) =>
  command.options.flatMap(({ long, required }) => (required && long ? [long, HOSTILE] : []));

/** What makes a command print text that is stored, is in a file, or comes from another server. */
const PRINTING: Readonly<Record<string, (files: Files) => string[][]>> = {
  'project create': () => [['--name', HOSTILE]],
  'project update': () => [['--project', 'p1', '--name', HOSTILE]],
  'project list': () => [[]],
  'token list': () => [['--project', 'p1']],
  'token create': () => [['--project', 'p1', '--ability', HOSTILE]],
  'goal list': () => [['--project', 'p1']],
  'goal preview': () => [
    ['--project', 'p1', '--type', 'url', '--match', 'contains:2J'],
    ['--project', 'p1', '--type', 'event', '--event', 'bad name'],
  ],
  report: () => [
    ['--project', 'p1', '--group-by', 'page'],
    ['--project', 'p1', '--filter', `city${HOSTILE}`],
  ],
  import: ({ events, log }) => [
    ['--project', 'p1', '--format', 'ndjson', events],
    ['--project', 'p1', '--format', 'access-log', '--exclude', `(${HOSTILE}`, log],
    ['--project', 'p1', '--format', 'access-log', `${log}${HOSTILE}`],
  ],
  backup: ({ dir }) => [[path.join(dir, HOSTILE)]],
  restore: ({ dir }) => [['--data-dir', path.join(dir, 'new'), path.join(dir, HOSTILE)]],
  migrate: ({ clickhouse }) => [['--clickhouse-url', clickhouse]],
  serve: ({ clickhouse }) => [
    ['--port', '0', '--host', HOSTILE],
    ['--port', '0', '--store', 'clickhouse', '--clickhouse-url', clickhouse],
  ],
  move: ({ clickhouse }) => [['--from', 'sqlite', '--to', 'clickhouse', '--clickhouse-url', clickhouse]],
};

interface Files {
  readonly dir: string;
  readonly events: string;
  readonly log: string;
  /** The address of a ClickHouse whose errors are hostile. */
  readonly clickhouse: string;
}

async function openHostileShop({ dir, dataDir }: Operator): Promise<Omit<Files, 'clickhouse'>> {
  const store = openSqliteStore(dataDir);
  const p1 = 'p1' as ProjectId;
  await store.projects.create(project({ name: HOSTILE }));
  await store.tokens.create(token({ name: HOSTILE }));
  await store.goals.create(
    p1,
    goal({ type: 'url', rule: { match: 'contains', pattern: HOSTILE, on: 'url' } }, { name: HOSTILE }),
  );
  await store.events.record(p1, [
    visit(`https://shop.example/${HOSTILE}`),
    customEvent('bad name', { id: HOSTILE, sessionId: HOSTILE }),
  ]);
  await store.close();
  const events = path.join(dir, `events${HOSTILE}`);
  const line = (changes: object) =>
    JSON.stringify({ session_id: '1', type: 'visit', at: '2026-01-03T10:00:00Z', ...changes });
  writeFileSync(events, `${line({ url: HOSTILE })}\n${line({ url: '/', type: HOSTILE })}\n`);
  const log = path.join(dir, 'access.log');
  writeFileSync(log, '\u009b2J\n');
  return { dir, events, log };
}

async function withHostileServer(work: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    request.resume();
    response
      .writeHead(500, { 'x-clickhouse-exception-code': '62' })
      .end(`Code: 62. DB::Exception: ${HOSTILE}. (SYNTAX_ERROR)`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe.concurrent('control characters reach the terminal escaped:', () => {
  it.for([...COMMANDS])('given to %s', async ([name, command], { operator }) => {
    await operator.openShop();
    const given = argumentsOf(command);
    expectSafe(await operator.goalpost(...name.split(' '), ...optionsOf(command), ...given));
    // Without other faults the command gets as far as its argument.
    const project = command.options.some(({ long }) => long === '--project') ? ['--project', 'p1'] : [];
    if (given.length > 0) expectSafe(await operator.goalpost(...name.split(' '), ...project, ...given));
  });

  it.for(Object.keys(PRINTING))('printed by %s', async (name, { operator }) => {
    const files = await openHostileShop(operator);
    await withHostileServer(async (clickhouse) => {
      for (const args of PRINTING[name]!({ ...files, clickhouse })) {
        expectEscaped(await operator.goalpost(...name.split(' '), ...args));
      }
    });
  });

  it.for([[HOSTILE], [`--${HOSTILE}`], ['goal', HOSTILE], ['goal', 'list', HOSTILE]])(
    'in place of a command or flag: %j',
    async (args, { operator }) => {
      expectEscaped(await operator.goalpost(...args));
    },
  );

  it('from the environment', async ({ operator }) => {
    expectEscaped(await operator.startGoalpost(['serve'], { env: { GOALPOST_PORT: HOSTILE } }).ended);
  });
});

it('--json stays exact', async ({ operator }) => {
  await openHostileShop(operator);
  const { stdout } = await operator.goalpost('project', 'list', '--json');
  expect(JSON.parse(stdout)[0].name).toBe(HOSTILE);
  expect(stdout).toBe(`${JSON.stringify(JSON.parse(stdout))}\n`);
});

const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

const collect = () => {
  const written: string[] = [];
  return { written, stream: new PassThrough().on('data', (chunk: Buffer) => written.push(chunk.toString())) };
};

plainIt('whatever the text, each line is one line without control characters', () => {
  fc.assert(
    fc.property(anyText, anyText, (one, other) => {
      const written: string[] = [];
      const stream = { write: (text: string) => written.push(text) } as unknown as NodeJS.WritableStream;
      const output = { stdout: stream, stderr: stream };
      printLine(output, one);
      printMessage(output, one);
      printPairs(output, { [one]: other });
      printTable(output, ['ONE', 'OTHER'], [[one, other]]);
      expect(written).toHaveLength(5);
      for (const line of written) expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
    { numRuns: 1000 },
  );
});

plainIt('columns stay aligned beside text with control characters', () => {
  const { written, stream } = collect();
  printTable(
    { stdout: stream, stderr: stream },
    ['A', 'B'],
    [
      ['\u009b', 'x'],
      ['longer than that', 'y'],
    ],
  );
  const columns = written
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => line.lastIndexOf(' '));
  expect(new Set(columns).size).toBe(1);
});

plainIt('a log line is one line of JSON without control characters, and its values are exact', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const written: string[] = [];
      openLog('info', { write: (line) => written.push(line) }).warn({ text, err: new Error(text) }, text);
      expect(written).toHaveLength(1);
      const line = written[0]!.slice(0, -1);
      expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(JSON.parse(line)).toMatchObject({ text, msg: text, err: { message: text } });
    }),
    { numRuns: 1000 },
  );
});

plainIt('nothing else in the command line writes to its streams', () => {
  const folder = path.join(ROOT, 'packages/server/src/cli');
  const writing = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /\bstd(?:out|err)\.write\(|console\.\w/.test(readFileSync(path.join(folder, file), 'utf8')));
  expect(writing).toEqual(['output.ts']);
});
