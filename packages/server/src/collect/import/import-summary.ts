import type { FilterReason, RefusalKind } from '../event/event-counts.js';
import type { Line } from '../lines/lines.js';
import type { Outcome } from '../lines/outcome.js';
import type { Recorder } from './recorder.js';

/** Counts of lines. When the import has ended, `lines` is the sum of all others. */
export interface ImportSummary {
  /** Lines read so far, without blank ones. */
  readonly lines: number;
  readonly stored: number;
  /** Events that were already stored. */
  readonly repeated: number;
  readonly filtered: Readonly<Record<FilterReason, number>>;
  readonly refused: Readonly<Record<RefusalKind, number>>;
  /** Why the source ended early and after which line; null when it was read to its end. */
  readonly truncated: string | null;
}

/** Counts the results of lines. The recorder counts stored and repeated ones. */
export class Tally {
  readonly #recorder: Recorder;
  #lines = 0;
  #refusedLines = 0;
  // Written out, so that a new reason does not compile until it is counted.
  readonly #filtered: Record<FilterReason, number> = { bot: 0, asset: 0, status: 0, method: 0, excluded: 0 };
  readonly #refused: Record<RefusalKind, number> = { too_long: 0, not_utf8: 0, malformed: 0, invalid: 0 };
  #lastWholeLine = 0;
  #cutOffLine: number | null = null;
  #breakOff: Error | null = null;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  count(line: Line, outcome: Outcome): void {
    this.#lines++;
    if (outcome.kind === 'filtered') this.#filtered[outcome.reason]++;
    if (outcome.kind === 'refused') {
      this.#refusedLines++;
      this.#refused[outcome.refusal]++;
    }
    if (line.ended) this.#lastWholeLine = line.number;
    if (isCutOff(line, outcome)) this.#cutOffLine = line.number;
  }

  /** Whether more lines than `refusedMax` were refused, and more than were usable. */
  isHopeless(refusedMax: number): boolean {
    return this.#refusedLines > refusedMax && this.#refusedLines * 2 > this.#lines;
  }

  /** The source failed. */
  breakOff(error: Error): void {
    this.#breakOff = error;
  }

  summary(): ImportSummary {
    const { stored, repeated } = this.#recorder;
    const filtered = { ...this.#filtered };
    const refused = { ...this.#refused };
    return { lines: this.#lines, stored, repeated, filtered, refused, truncated: this.#truncated() };
  }

  #truncated(): string | null {
    if (this.#breakOff !== null) {
      return `The input ended early, after line ${this.#lastWholeLine}: ${reasonOf(this.#breakOff)}.`;
    }
    if (this.#cutOffLine === null) return null;
    return `The input may be cut off after line ${this.#lastWholeLine}: line ${this.#cutOffLine} has no line break and cannot be read.`;
  }
}

/** Whether a line was refused for a fault that a line without its end has. */
export function isCutOff(line: Line, outcome: Outcome): outcome is Outcome & { readonly kind: 'refused' } {
  return (
    !line.ended && outcome.kind === 'refused' && (outcome.refusal === 'malformed' || outcome.refusal === 'not_utf8')
  );
}

const REASONS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'the gzip data is incomplete',
  Z_DATA_ERROR: 'the gzip data is damaged',
  ECONNRESET: 'the connection was closed',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was closed',
  ABORT_ERR: 'it was stopped',
  OUT_OF_PATIENCE: 'nothing more came for too long',
  UNPACKS_TO_TOO_MUCH: 'the gzip data unpacks to far more than its size',
};

function reasonOf(error: NodeJS.ErrnoException): string {
  return REASONS[error.code ?? ''] ?? error.message;
}
