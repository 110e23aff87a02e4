import { addAbortSignal, type Readable } from 'node:stream';
import type { Project } from '../../model/project.js';
import { Breather } from '../../store/breather.js';
import type { EventStore } from '../../store/contract/events.js';
import { say } from '../../validation/sentences.js';
import { type AccessLogOptions, AccessLogReader } from '../access-log/access-log.js';
import type { LogFormat } from '../access-log/formats/format.js';
import type { StoredSessions } from '../access-log/stored-sessions.js';
import { exclusionsOf } from '../client/exclusions.js';
import type { RefusalKind } from '../event/event-counts.js';
import { LINE_BYTES_MAX, type Line, type UnreadableLine } from '../lines/lines.js';
import { NdjsonReader } from '../lines/ndjson.js';
import { type LineReader, type Outcome, refused } from '../lines/outcome.js';
import { type ImportSummary, isCutOff, Tally } from './import-summary.js';
import { OutOfPatience, patiently } from './patience.js';
import { logFormatOf, readableLines } from './recognize.js';
import { Recorder } from './recorder.js';
import { untilBroken } from './source.js';

/** Characters that are read between two looks at the clock: some 64 lines. */
const CHARACTERS_UNWATCHED = 16_384;

/** The format of a source's lines, with its options. */
export type ImportFormat = { readonly name: 'ndjson'; readonly includeBots: boolean } | AccessLogImport;

export interface AccessLogImport extends AccessLogOptions {
  readonly name: 'access-log';
  /** Default: recognized by the first lines. */
  readonly logFormat?: LogFormat | undefined;
}

export interface Import {
  readonly store: EventStore;
  /** The project's sessions, which an access log may continue. */
  readonly sessions: StoredSessions;
  readonly project: Project;
  /** Decompressed bytes (see `gunzipped`). Read to the end; the caller closes it. */
  readonly source: Readable;
  readonly format: ImportFormat;
  /** Called for each refused line, in order. Refused lines are not kept. */
  onRefusal(refusal: RefusedLine): void;
  /** Called with the counts so far after each chunk of the source. */
  onProgress?(summary: ImportSummary): void;
  /** Limits for clients over the network. Without them the whole source is read, however long that takes. */
  readonly bounds?: ImportBounds;
  /** Stops reading. Lines read before are stored and counted. */
  readonly signal?: AbortSignal;
}

export interface ImportBounds {
  /** How long to wait for a line to be completed, in ms. */
  readonly waitMsMax: number;
  /** The import stops when more lines than this were refused, and more than were usable. */
  readonly refusedMax: number;
}

export interface RefusedLine {
  /** From 1; blank lines count. */
  readonly line: number;
  readonly kind: RefusalKind;
  /** The fault, and what would be right. */
  readonly reason: string;
}

/** The store or the temporary file failed. All lines up to `line` are processed; `cause` is the error. */
export class ImportFailed extends Error {
  override readonly name = 'ImportFailed';
  constructor(
    readonly summary: ImportSummary,
    readonly line: number,
    cause: Error,
  ) {
    super(`The import failed after line ${line}: ${cause.message}`, { cause });
  }
}

/**
 * Stores the events of a source of any size in constant memory. It is safe to run again: stored events count as `repeated`.
 * A source that fails half-way is a result and not an exception: the events before are stored, and `truncated` says what
 * happened. Rejects with `UnknownFormat` before anything is stored, and with `ImportFailed`.
 */
export async function importEvents(task: Import): Promise<ImportSummary> {
  const { source, signal, format, project } = task;
  if (signal !== undefined) addAbortSignal(signal, source);
  const tally = new Tally();
  const chunks = chunksOf(task, tally);
  switch (format.name) {
    case 'ndjson': {
      const { lines } = await readableLines(chunks);
      return importLines(task, tally, lines, new NdjsonReader(format, exclusionsOf(project)));
    }
    case 'access-log': {
      const { lines, logFormat } = await logFormatOf(chunks, format.logFormat ?? null);
      return importLines(task, tally, lines, new AccessLogReader(project, task.sessions, logFormat, format));
    }
  }
}

async function importLines<Found>(
  task: Import,
  tally: Tally,
  batches: AsyncIterable<readonly Line[]>,
  reader: LineReader<Found>,
): Promise<ImportSummary> {
  const { bounds } = task;
  const recorder = new Recorder(task.store, task.project.id, reader);
  const summary = () => tally.summary(recorder, reader.notes());
  const breather = new Breather(CHARACTERS_UNWATCHED);
  try {
    reading: for await (const lines of batches) {
      for (const line of lines) {
        const pause = breather.pause(1 + (line.text?.length ?? 0));
        if (pause !== null) await pause;
        const outcome = outcomeOf(line, reader);
        tally.count(line, outcome);
        if (outcome.kind === 'refused') {
          task.onRefusal({ line: line.number, kind: outcome.refusal, reason: outcome.sentence });
          if (bounds !== undefined && tally.isHopeless(bounds.refusedMax)) {
            tally.breakOff(new MostlyRefused(bounds.refusedMax));
            break reading;
          }
        } else if (outcome.kind === 'found' && recorder.add(outcome.found, line)) await recorder.flush();
      }
      task.onProgress?.(summary());
    }
    await recorder.finish();
    return summary();
  } catch (error) {
    throw new ImportFailed(summary(), recorder.line, error as Error);
  } finally {
    reader.close();
  }
}

/** Ends the source where it fails or takes too long. */
async function* chunksOf({ source, bounds }: Import, tally: Tally): AsyncGenerator<Buffer> {
  const chunks = untilBroken(source, (error) => tally.breakOff(error));
  if (bounds === undefined) return yield* chunks;
  try {
    yield* patiently(chunks, bounds.waitMsMax);
  } catch (error) {
    if (!(error instanceof OutOfPatience)) throw error;
    tally.breakOff(error);
  }
}

/** The source does not contain events. */
class MostlyRefused extends Error {
  override readonly name = 'MostlyRefused';
  constructor(count: number) {
    super(`more than ${count} lines were refused, and more than could be used`);
  }
}

const UNREADABLE: Record<UnreadableLine['why'], string> = {
  too_long: say('line_too_long', { bytes: LINE_BYTES_MAX }),
  not_utf8: say('line_not_utf8'),
};

function outcomeOf<Found>(line: Line, reader: LineReader<Found>): Outcome<Found> {
  const outcome: Outcome<Found> = line.text === null ? refused(line.why, UNREADABLE[line.why]) : reader.read(line.text);
  if (!isCutOff(line, outcome)) return outcome;
  return refused(outcome.refusal, say('line_cut_off', { sentence: outcome.sentence }));
}
