import cliProgress from 'cli-progress';
import { escapeControls } from './escape-controls.js';
import { type Output, printMessage } from './output.js';
import { Pace, remainingText } from './pace.js';

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

/** A clock in ms. */
type Clock = () => number;

const REDRAWS_A_SECOND = 5;
const LINE_EVERY_MS = 30_000;

/** Shows progress if the whole is known: as a bar if `stderr` is a terminal, otherwise as a line now and then. */
export function startProgressBar(
  output: Output,
  { whole, counted }: Watched,
  now: Clock = () => performance.now(),
): ProgressBar {
  if (whole === null) return { ...lines(output), update: () => {} };
  const pace = new Pace(whole, now);
  return output.stderr.isTTY ? bar(output, whole, counted, pace) : progressLines(output, whole, counted, pace, now);
}

function bar({ stderr }: Output, whole: number, counted: string, pace: Pace): ProgressBar {
  const bars = new cliProgress.MultiBar({
    stream: stderr,
    fps: REDRAWS_A_SECOND,
    clearOnComplete: true,
    hideCursor: true,
    format: `{bar} {percentage} %, {count} ${counted}, {left}`,
  });
  const only = bars.create(whole, 0, { count: 0, left: remainingText(null) });
  return {
    update: (done, count) => only.update(done, { count, left: remainingText(pace.remaining(done)) }),
    say: (text) => bars.log(`${escapeControls(text)}\n`),
    stop: () => bars.stop(),
  };
}

function progressLines(output: Output, whole: number, counted: string, pace: Pace, now: Clock): ProgressBar {
  let saidAt = now();
  return {
    ...lines(output),
    update: (done, count) => {
      const left = remainingText(pace.remaining(done));
      if (now() - saidAt < LINE_EVERY_MS) return;
      saidAt = now();
      printMessage(output, `${Math.floor((100 * done) / whole)} %, ${count} ${counted}, ${left}`);
    },
  };
}

function lines(output: Output): Pick<ProgressBar, 'say' | 'stop'> {
  return { say: (text) => printMessage(output, text), stop: () => {} };
}
