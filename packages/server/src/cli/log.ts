import { type DestinationStream, type Logger, pino } from 'pino';
import { escapeControls } from './escape-controls.js';

/** A log of one JSON object per line. JSON itself escapes only the control characters of ASCII. */
export function openLog(level: string, destination: DestinationStream): Logger {
  return pino({ level, hooks: { streamWrite: (line) => `${escapeControls(line.trimEnd())}\n` } }, destination);
}
