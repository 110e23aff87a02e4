// Runs one ClickHouse engine in this process; node.ts starts it.
//
//   node run.mjs <config.xml>        (descriptor 3: a pipe whose other end the parent holds)
//
// The engine is `clickhouse local` of libchdb, told to open its ports. It gets a pseudo-terminal for standard input,
// because in batch mode it aborts when any client resets a connection (ClickHouse issue 115666). It shuts down cleanly
// when the pipe is closed, which also happens when the parent dies.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import path from 'node:path';
import { DataType, load, open } from 'ffi-rs';

const LIFELINE = 3;
const STOP_WITHIN_MS = 30_000;
const O_RDWR = 2;
const O_NOCTTY = 0x100;
const { I32, I64, String: Text, StringArray } = DataType;
const require = createRequire(import.meta.url);
const libraryDir = path.dirname(require.resolve('@chdb/lib-linux-x64-gnu/package.json'));
open({ library: 'chdb', path: path.join(libraryDir, 'libchdb.so') });
open({ library: 'libc', path: '' });

// A terminal sends Ctrl-C to all processes, but only the parent decides when to stop.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

const controller = useTerminalAsInput();
new Socket({ fd: LIFELINE, readable: true })
  .resume()
  .on('error', () => {})
  .on('close', () => {
    writeSync(controller, 'exit\n');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_WITHIN_MS).unref();
  });

const args = [
  'clickhouse',
  `--config-file=${process.argv[2]}`,
  '--interactive',
  '--disable_suggestion',
  '--history_file=/dev/null',
  '--progress=off',
  '--query=SYSTEM START LISTEN TCP; SYSTEM START LISTEN HTTP',
];
// The engine needs a normal stack, so it runs in a thread of its own. Pointers are passed as 64-bit integers.
const result = await call('chdb', 'chdb_query_cmdline', I64, [I32, StringArray], [args.length, args], true);
if (result !== 0 && call('chdb', 'chdb_result_error', I64, [I64], [result]) !== 0) {
  process.stderr.write(`${call('chdb', 'chdb_result_error', Text, [I64], [result])}\n`);
  process.exit(1);
}
process.exit(result === 0 ? 1 : 0);

function call(lib, funcName, retType, paramsType, paramsValue, runInNewThread = false) {
  return load({ library: lib, funcName, retType, paramsType, paramsValue, runInNewThread });
}

/** Returns the descriptor of the terminal's other side. */
function useTerminalAsInput() {
  const other = call('libc', 'posix_openpt', I32, [I32], [O_RDWR | O_NOCTTY]);
  call('libc', 'grantpt', I32, [I32], [other]);
  call('libc', 'unlockpt', I32, [I32], [other]);
  const name = call('libc', 'ptsname', Text, [I32], [other]);
  const terminal = call('libc', 'open', I32, [Text, I32], [name, O_RDWR | O_NOCTTY]);
  if (terminal < 0 || call('libc', 'dup2', I32, [I32, I32], [terminal, 0]) < 0) throw new Error(`cannot use ${name}`);
  return other;
}
