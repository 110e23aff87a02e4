// Days as the API writes them (2026-01-31), computed in UTC, where every day has 24 hours.

const DAY_MS = 86_400_000;

const msOf = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export function daysLater(day: string, days: number): string {
  return dayOf(msOf(day) + days * DAY_MS);
}

export function daysBetween(from: string, to: string): number {
  return (msOf(to) - msOf(from)) / DAY_MS;
}

/** The same day of another month, or the last one when that month is shorter. */
export function monthsLater(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return dayOf(Math.min(last.getTime(), Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), date)));
}

/** The day that it is in a time zone. */
export function today(timeZone: string): string {
  // This locale writes dates as the API does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(Date.now());
}
