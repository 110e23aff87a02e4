import cliProgress from 'cli-progress';
import { escapeControls } from './escape-controls.js';
import { type Output, printMessage } from './output.js';

export interface ProgressBar {
  /** `done` is in the unit of `whole`, `count` in the unit that is shown. */
  update(done: number, count: number): void;
  /** Writes a line above the bar. */
  say(text: string): void;
  stop(): void;
}

/** The amount of work, and the unit that is shown, such as "lines". */
export interface Watched {
  /** Null when it is unknown. */
  readonly whole: number | null;
  readonly counted: string;
}

const REDRAWS_A_SECOND = 5;

/** Shows progress if `stderr` is a terminal and the whole is known. */
export function startProgressBar({ stderr }: Output, { whole, counted }: Watched): ProgressBar {
  if (!stderr.isTTY || whole === null) {
    return { update: () => {}, say: (text) => printMessage({ stderr }, text), stop: () => {} };
  }
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
    say: (text) => bars.log(`${escapeControls(text)}\n`),
    stop: () => bars.stop(),
  };
}
