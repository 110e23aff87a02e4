/** Stands for a figure that does not exist. */
const NONE = '-';

/** "1,234" */
export function countText(count: number): string {
  return grouped(String(count));
}

/** A rate as a percentage: "4.25 %". */
export function rateText(rate: number | null): string {
  return rate === null ? NONE : `${(100 * rate).toFixed(2)} %`;
}

/** A time: "42.5 s", "1:15" in minutes, or "1:02:03" in hours. */
export function durationText(seconds: number | null): string {
  if (seconds === null) return NONE;
  if (seconds < 60) return `${Math.floor(seconds * 10) / 10} s`;
  const [hours, minutes, rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  const padded = (part: number) => String(part).padStart(2, '0');
  return hours === 0 ? `${minutes}:${padded(rest!)}` : `${hours}:${padded(minutes!)}:${padded(rest!)}`;
}

/** An exact decimal: "1,234.50". */
export function moneyText(amount: string | undefined): string {
  return amount === undefined ? NONE : grouped(amount);
}

/** How a figure has changed: "+12.5 %"; "new" if there was none before, "=" if it is the same. */
export function changeText(now: number, before: number): string {
  if (now === before) return '=';
  if (before === 0) return 'new';
  return `${signed((100 * (now - before)) / Math.abs(before), 1)} %`;
}

/** How a rate has changed, in percentage points: "+0.25". */
export function rateChangeText(now: number | null, before: number | null): string {
  if (now === null || before === null) return NONE;
  return now === before ? '=' : signed(100 * (now - before), 2);
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(digits)}`;
}

/** Puts commas between the thousands of a decimal. */
function grouped(decimal: string): string {
  const [whole = '', ...fraction] = decimal.split('.');
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.');
}
