import cliProgress from 'cli-progress';
import type { Output } from './output.js';

export interface ProgressBar {
  /** `done` is in the unit of the whole, `count` in what people count. */
  update(done: number, count: number): void;
  /** Writes a line above the bar. */
  say(text: string): void;
  stop(): void;
}

/** How much there is to do, and what is counted meanwhile, such as "lines". */
export interface Watched {
  /** Null: not known. */
  readonly whole: number | null;
  readonly counted: string;
}

const REDRAWS_A_SECOND = 5;

/** Shows how much of a whole has been done, when there is a terminal to show it on and the whole is known. */
export function startProgressBar({ stderr }: Output, { whole, counted }: Watched): ProgressBar {
  const say = (text: string) => void stderr.write(`${text}\n`);
  if (!stderr.isTTY || whole === null) return { update: () => {}, say, stop: () => {} };
  const bars = new cliProgress.MultiBar({
    stream: stderr,
    fps: REDRAWS_A_SECOND,
    clearOnComplete: true,
    hideCursor: true,
    formatTime: (time, ...rest) => (Number.isFinite(time) ? cliProgress.Format.TimeFormat(time, ...rest) : '?'),
    format: `{bar} {percentage} %, {count} ${counted}, {eta_formatted} left`,
  });
  const bar = bars.create(whole, 0, { count: 0 });
  return {
    update: (done, count) => bar.update(done, { count }),
    say: (text) => bars.log(`${text}\n`),
    stop: () => bars.stop(),
  };
}
