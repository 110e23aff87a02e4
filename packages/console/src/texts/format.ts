import type { Figures } from '../api/types.js';
import type { Interval } from '../state/period.js';
import { locale, spoken, t } from './texts.js';

// Numbers, money, dates and names as the reader writes them.

export const number = (value: number) => new Intl.NumberFormat(locale()).format(value);

/** In little room: 12.3K. */
export const shortNumber = (value: number) =>
  new Intl.NumberFormat(locale(), value < 10_000 ? {} : { notation: 'compact', maximumFractionDigits: 1 }).format(
    value,
  );

/** A share from 0 to 1; a dash for none. */
export function percent(share: number | null, digits = 1): string {
  if (share === null) return '–';
  const options = { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale(), options).format(share);
}

/** A change such as "+12 %". */
export function change(share: number): string {
  const options = {
    style: 'percent',
    maximumFractionDigits: Math.abs(share) < 0.1 ? 1 : 0,
    signDisplay: 'exceptZero',
  } as const;
  return new Intl.NumberFormat(locale(), options).format(share);
}

/** A difference of two shares in percentage points, such as "+0.6". */
export const points = (difference: number) =>
  new Intl.NumberFormat(locale(), {
    minimumFractionDigits: 1,
    maximumFractionDigits: Math.abs(difference) < 0.001 ? 2 : 1,
    signDisplay: 'exceptZero',
  }).format(difference * 100);

/** A decimal of the API: to whole units from a thousand on, and in little room (`short`) from a hundred on. */
export function money(decimal: string, currency: string, { short = false } = {}): string {
  const amount = Number(decimal);
  const size = Math.abs(amount);
  const isCompact = short && size >= 100_000;
  return new Intl.NumberFormat(locale(), {
    style: 'currency',
    currency,
    ...(size >= (short ? 100 : 1000) && { maximumFractionDigits: isCompact ? 1 : 0 }),
    ...(isCompact && { notation: 'compact' }),
  }).format(amount);
}

/** The value of figures in a currency; a dash for none. */
export function valueIn({ value }: Pick<Figures, 'value'>, currency: string | null, short = false): string {
  const amount = currency === null ? undefined : value[currency];
  return amount === undefined ? '–' : money(amount, currency!, { short });
}

const utc = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', ...options });

/** A day of the API. */
export const day = (text: string, options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }) =>
  utc(options).format(new Date(`${text}T00:00:00Z`));

/** From the first to the last day, as short as it can be said. */
export function days(from: string, to: string): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return utc(options).formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}

/** The label of a time group: on an axis, or in full. */
export function time(label: string, interval: Interval, isFull = false): string {
  if (interval === 'month')
    return day(`${label}-01`, { month: isFull ? 'long' : 'short', ...(isFull ? { year: 'numeric' } : {}) });
  if (interval === 'hour') {
    // The local time of the project, whose offset the label has.
    const options: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
    if (isFull) Object.assign(options, { weekday: 'short', day: 'numeric', month: 'short' });
    return utc(options).format(new Date(`${label.slice(0, 19)}Z`));
  }
  if (!isFull) return day(label);
  const text = day(label, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
  return interval === 'week' ? t('time.weekOf', { day: text }) : text;
}

/** A moment of the API, in the project's time zone. */
export function moment(
  text: string,
  timeZone: string,
  options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' },
): string {
  return new Intl.DateTimeFormat(locale(), { timeZone, ...options }).format(new Date(text));
}

/** Seconds as "2:05" or "1:02:05". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** Seconds with units, such as "1m 16s", where nothing beside them says that it is a time. */
export function timeTaken(seconds: number): string {
  const whole = Math.round(seconds);
  const units = { hour: Math.floor(whole / 3600), minute: Math.floor(whole / 60) % 60, second: whole % 60 };
  const named = Object.entries(units).map(([unit, count]) => ({ unit, count }));
  const first = named.findIndex(({ count }) => count > 0);
  return named
    .slice(first === -1 ? 2 : first)
    .slice(0, 2)
    .map(({ unit, count }) =>
      new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'narrow' }).format(count),
    )
    .join(' ');
}

/** The name of a country or language code; the code itself when it has none. */
export function codeName(code: string, type: 'region' | 'language'): string {
  try {
    return new Intl.DisplayNames([spoken.value], { type }).of(code) ?? code;
  } catch {
    return code;
  }
}
