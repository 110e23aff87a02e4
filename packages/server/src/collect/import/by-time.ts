import { stat } from 'node:fs/promises';
import type { LogFormat } from '../access-log/formats/format.js';
import { LineParser } from '../access-log/line-parser.js';
import { textsOf } from './first-lines.js';
import { logFormatOf } from './recognize.js';
import { openSource, untilBroken } from './source.js';

/**
 * The files of a log in the order of their first times, whatever their names: a log that was rotated is read as it was written.
 * Files without a time, and those that can be read only once, come last.
 */
export async function byTime(paths: readonly string[], format: LogFormat | null): Promise<string[]> {
  const times = new Map<string, number>();
  for (const path of paths) times.set(path, await firstTime(path, format));
  return [...paths].sort(
    (one, other) => (times.get(one)! < times.get(other)! ? -1 : 1) * Number(times.get(one) !== times.get(other)),
  );
}

async function firstTime(path: string, format: LogFormat | null): Promise<number> {
  const isFile = await stat(path)
    .then((stats) => stats.isFile())
    .catch(() => false);
  const opened = isFile ? await openSource(path) : null;
  if (!opened?.ok) return Number.POSITIVE_INFINITY;
  try {
    const { first, logFormat } = await logFormatOf(
      untilBroken(opened.source.stream, () => {}),
      format,
    );
    const parser = new LineParser(logFormat, []);
    const times = textsOf(first).flatMap((text) => {
      const parsed = parser.parse(text);
      return typeof parsed !== 'string' && parsed.ok ? [parsed.logged.at] : [];
    });
    return Math.min(...times);
  } catch {
    // The import itself says what is wrong with the file.
    return Number.POSITIVE_INFINITY;
  } finally {
    opened.source.close();
  }
}
