import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a program to its end and parses the last line of its output as JSON. */
export async function lastLineOf(file, args) {
  const { stdout } = await run(file, args, { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1));
}
