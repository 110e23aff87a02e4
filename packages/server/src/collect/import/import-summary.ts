import { FILTER_REASONS, type FilterReason, REFUSAL_KINDS, type RefusalKind } from '../event/event-counts.js';
import type { Line } from '../lines/lines.js';
import type { LineNotes, Outcome } from '../lines/outcome.js';

/** Counts of lines. When the import has ended, `lines` is the sum of all up to `refused`. */
export interface ImportSummary {
  /** Lines read so far, without blank ones and comments. */
  readonly lines: number;
  readonly stored: number;
  /** Events that were already stored. */
  readonly repeated: number;
  readonly filtered: Readonly<Record<FilterReason, number>>;
  readonly refused: Readonly<Record<RefusalKind, number>>;
  /** Requests through a proxy that is not trusted, although the log has the client's address. */
  readonly forwarded: number;
  /** Stored sessions that would be one with the session before them if all lines had come together. */
  readonly apart: number;
  /** The name of the format; null when there were no lines. */
  readonly format: string | null;
  /** Why the source ended early and after which line; null when it was read to its end. */
  readonly truncated: string | null;
}

/** Counts the results of lines. The recorder counts stored and repeated events. */
export class Tally {
  #lines = 0;
  #refusedLines = 0;
  // Written out, so that a new reason does not compile until it is counted.
  readonly #filtered: Record<FilterReason, number> = { bot: 0, asset: 0, status: 0, method: 0, excluded: 0 };
  readonly #refused: Record<RefusalKind, number> = { too_long: 0, not_utf8: 0, malformed: 0, invalid: 0 };
  #lastWholeLine = 0;
  #cutOffLine: number | null = null;
  #breakOff: Error | null = null;

  count(line: Line, outcome: Outcome<unknown>): void {
    if (outcome.kind === 'comment') return;
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

  /** `recorder` has counted the events. */
  summary(recorder: Pick<ImportSummary, 'stored' | 'repeated'>, { format, ...notes }: LineNotes): ImportSummary {
    return {
      lines: this.#lines,
      stored: recorder.stored,
      repeated: recorder.repeated,
      filtered: { ...this.#filtered },
      refused: { ...this.#refused },
      ...notes,
      format: this.#lines === 0 ? null : format,
      truncated: this.#truncated(),
    };
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
export function isCutOff(
  line: Line,
  outcome: Outcome<unknown>,
): outcome is Outcome<unknown> & { readonly kind: 'refused' } {
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

export interface FileSummary {
  readonly file: string;
  readonly summary: ImportSummary;
}

/** The counts of several files as one, and of each. `truncated` names the files. */
export function addUp(files: readonly FileSummary[]): ImportSummary & { readonly files: readonly FileSummary[] } {
  const sum = (count: (summary: ImportSummary) => number) =>
    files.reduce((total, { summary }) => total + count(summary), 0);
  const sums = <Name extends string>(names: readonly Name[], counts: (of: ImportSummary) => Record<Name, number>) =>
    Object.fromEntries(names.map((name) => [name, sum((summary) => counts(summary)[name])])) as Record<Name, number>;
  const formats = new Set(files.flatMap(({ summary }) => summary.format ?? []));
  const truncated = files.flatMap(({ file, summary }) => (summary.truncated ? [`${file}: ${summary.truncated}`] : []));
  return {
    lines: sum(({ lines }) => lines),
    stored: sum(({ stored }) => stored),
    repeated: sum(({ repeated }) => repeated),
    filtered: sums(FILTER_REASONS, ({ filtered }) => filtered),
    refused: sums(REFUSAL_KINDS, ({ refused }) => refused),
    forwarded: sum(({ forwarded }) => forwarded),
    apart: sum(({ apart }) => apart),
    format: [...formats].join(', ') || null,
    truncated: truncated.join('\n') || null,
    files,
  };
}

/** Whether there were lines, and none of them could be used. */
export function isAllRefused({ lines, refused }: ImportSummary): boolean {
  return lines > 0 && Object.values(refused).reduce((total, count) => total + count, 0) === lines;
}
