import cliProgress from 'cli-progress';
import type { Source } from '../collect/source.js';
import type { Output } from './output.js';

export interface ProgressBar {
  update(lines: number): void;
  /** Writes a line above the bar. */
  say(text: string): void;
  stop(): void;
}

const REDRAWS_A_SECOND = 5;

/** Shows how much of a source has been read, when there is a terminal to show it on and the size is known. */
export function startProgressBar({ stderr }: Output, source: Source): ProgressBar {
  const { bytesTotal } = source;
  const say = (text: string) => void stderr.write(`${text}\n`);
  if (!stderr.isTTY || bytesTotal === null) return { update: () => {}, say, stop: () => {} };
  const bars = new cliProgress.MultiBar({
    stream: stderr,
    fps: REDRAWS_A_SECOND,
    clearOnComplete: true,
    hideCursor: true,
    formatTime: (time, ...rest) => (Number.isFinite(time) ? cliProgress.Format.TimeFormat(time, ...rest) : '?'),
    format: '{bar} {percentage} %, {lines} lines, {eta_formatted} left',
  });
  const bar = bars.create(bytesTotal, 0, { lines: 0 });
  return {
    update: (lines) => bar.update(source.bytesRead(), { lines }),
    say: (text) => bars.log(`${text}\n`),
    stop: () => bars.stop(),
  };
}
