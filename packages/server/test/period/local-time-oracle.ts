/**
 * Finds local times without Temporal, by checking with `Intl` what the clock of a zone shows at each moment. This is slow,
 * but simple enough to trust. A clock reading is given as the milliseconds since 1970 at which a clock in UTC shows the
 * same.
 */
const SECOND_MS = 1000;
const STEP_MS = 900 * SECOND_MS;
const OFFSET_MAX_MS = 27 * 3_600 * SECOND_MS;

/** The start of a period that begins with the second that a clock in the zone shows as `reading`. */
export function startByBruteForce(timeZone: string, reading: number): number {
  const { occurrences, jump } = occurrencesOf(timeZone, reading);
  return occurrences[0] ?? jump;
}

/** The moment just after a period that ends with that second. */
export function endByBruteForce(timeZone: string, reading: number): number {
  const { occurrences, jump } = occurrencesOf(timeZone, reading);
  const last = occurrences.at(-1);
  return last === undefined ? jump : last + SECOND_MS;
}

/** Every moment at which the clock shows the reading, and the moment at which it jumps over it. */
function occurrencesOf(timeZone: string, reading: number): { occurrences: number[]; jump: number } {
  const offsets = new Set<number>();
  let jump = Number.NaN;
  for (let at = reading - OFFSET_MAX_MS; at < reading + OFFSET_MAX_MS; at += STEP_MS) {
    const before = clock(timeZone, at);
    offsets.add(before - at);
    if (before < reading && clock(timeZone, at + STEP_MS) > reading) jump = at;
  }
  const occurrences = [...offsets].map((offset) => reading - offset).filter((at) => clock(timeZone, at) === reading);
  while (occurrences.length === 0 && clock(timeZone, jump) < reading) jump += SECOND_MS;
  return { occurrences: occurrences.sort((a, b) => a - b), jump };
}

const formats = new Map<string, Intl.DateTimeFormat>();
function clock(timeZone: string, at: number): number {
  const format = formats.get(timeZone) ?? newFormat(timeZone);
  formats.set(timeZone, format);
  const shown = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)])) as Record<
    'year' | 'month' | 'day' | 'hour' | 'minute' | 'second',
    number
  >;
  return Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second);
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}
