import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { CallError } from '../../api/call.js';
import type { ImportSummary } from '../../api/types.js';
import { upload } from '../../api/upload.js';
import { isHeld } from '../../state/waiting.js';

/** Names of files of events; all others are access logs. */
const NDJSON = /\.(?:ndjson|jsonl)(?:\.gz)?$/i;

/** A file that somebody has chosen, and how far it is. */
export interface FileImport {
  readonly file: File;
  /** Sent, from 0 to 1; null while it waits, or when it is done. */
  readonly share: number | null;
  /** Null until it is done. */
  readonly summary: ImportSummary | null;
}

/** What imports of logs depend on, as typed. */
export interface LogSettings {
  readonly origin: string;
  readonly trusted_proxy: string;
}

export interface Imports {
  readonly files: ReadonlySignal<readonly FileImport[]>;
  readonly error: ReadonlySignal<CallError | null>;
  choose(files: Iterable<File>): void;
  /** Imports the files that are not done, one after the other, up to one that is refused. */
  send(settings: LogSettings): Promise<void>;
  stop(): void;
}

export const isLog = ({ file }: FileImport) => !NDJSON.test(file.name);

/** Imports of files, which end when the page is left. */
export function useImports(): Imports {
  const files = useSignal<readonly FileImport[]>([]);
  const error = useSignal<CallError | null>(null);
  const leaving = useRef<AbortController | null>(null);
  const change = (file: File, changes: Partial<FileImport>) => {
    files.value = files.peek().map((one) => (one.file === file ? { ...one, ...changes } : one));
  };
  const stop = () => {
    leaving.current?.abort();
    files.value = files.peek().map((one) => ({ ...one, share: null }));
  };
  useEffect(
    () => () => {
      stop();
      isHeld.value = false;
    },
    [],
  );
  const send = async (settings: LogSettings) => {
    leaving.current = new AbortController();
    const { signal } = leaving.current;
    error.value = null;
    isHeld.value = true;
    for (const one of files.peek().filter(({ summary }) => summary === null)) {
      const { file } = one;
      change(file, { share: 0 });
      try {
        const { data } = await upload<{ data: ImportSummary }>({
          path: `events/import?${queryOf(one, settings)}`,
          file,
          mediaType: isLog(one) ? 'text/plain' : 'application/x-ndjson',
          progress: (share) => change(file, { share }),
          signal,
        });
        change(file, { share: null, summary: data });
      } catch (thrown) {
        if (!(thrown instanceof CallError)) throw thrown;
        change(file, { share: null });
        error.value = thrown;
        return;
      }
    }
  };
  const choose = (chosen: Iterable<File>) => {
    files.value = Array.from(chosen, (file) => ({ file, share: null, summary: null }));
    error.value = null;
  };
  return { files, error, choose, send, stop };
}

function queryOf(one: FileImport, settings: LogSettings): URLSearchParams {
  if (!isLog(one)) return new URLSearchParams({ format: 'ndjson' });
  const given = Object.entries(settings)
    .map(([name, text]) => [name, text.trim()])
    .filter(([, text]) => text !== '');
  return new URLSearchParams([['format', 'access-log'], ...given] as [string, string][]);
}
