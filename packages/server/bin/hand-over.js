import { spawn } from 'node:child_process';
import path from 'node:path';
import { isatty } from 'node:tty';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'];
/** A terminal sends these to every program in its foreground. If we forwarded them, the child would get them twice. */
const SENT_BY_TERMINALS = ['SIGINT', 'SIGHUP', 'SIGQUIT'];

/**
 * Runs `args` with another Node.js, which gets the standard streams and signals of this process. This process exits
 * with the child's exit code or signal. `node` on the child's PATH is the same Node.js.
 *
 * @param {string} node
 * @param {readonly string[]} args
 */
export function handOver(node, args) {
  const PATH = path.dirname(node) + path.delimiter + process.env.PATH;
  const child = spawn(node, args, { stdio: 'inherit', env: { ...process.env, PATH } });
  forwardSignals(child);
  child.on('error', ({ message }) => {
    process.stderr.write(`${node} cannot be run: ${message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code;
    if (!signal) return;
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/**
 * Passes the signals of this process on to a child, and no longer ends this process for them.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
export function forwardSignals(child) {
  const inTerminal = [0, 1, 2].some(isatty);
  for (const signal of SIGNALS) {
    const alreadySent = inTerminal && SENT_BY_TERMINALS.includes(signal);
    process.on(signal, () => alreadySent || child.kill(signal));
  }
}
