import { type DestinationStream, type Logger, pino } from 'pino';
import { escapeControls } from './escape-controls.js';

/** A log: for people a line of text each, otherwise one JSON object per line. */
export function openLog(level: string, destination: DestinationStream, { isForPeople = false } = {}): Logger {
  // JSON itself escapes only the control characters of ASCII.
  const streamWrite = (line: string) => (isForPeople ? forPeople(line) : `${escapeControls(line.trimEnd())}\n`);
  return pino({ level, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite } }, destination);
}

/** What every line has and nobody at a terminal needs, or what is shown elsewhere in the line. */
const HIDDEN = new Set(['time', 'level', 'msg', 'pid', 'hostname', 'err']);

interface Logged extends Readonly<Record<string, unknown>> {
  readonly time: string;
  readonly level: number;
  readonly msg?: string;
  readonly err?: { readonly stack?: string; readonly message?: string };
}

/** Local time, level, sentence, and what else is known; the stack of an error follows. */
function forPeople(line: string): string {
  const logged = JSON.parse(line) as Logged;
  const { time, level, msg = '', err } = logged;
  const details = Object.entries(logged)
    .filter(([name]) => !HIDDEN.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const text = [localTime(time), pino.levels.labels[level]!.padEnd(5), msg, ...details].join(' ');
  const stack = (err?.stack ?? err?.message ?? '').split('\n').filter((one) => one !== '');
  return [text, ...stack.map((one) => `  ${one}`)].map((one) => `${escapeControls(one)}\n`).join('');
}

/** "2026-01-03 11:00:00" in the time zone of this machine. */
function localTime(time: string): string {
  const at = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`;
}
