import type { Figures } from '../../api/types.js';
import { amountIn } from '../../parts/change.js';
import { money, number, percent, shortNumber } from '../../texts/format.js';

/** What a tile shows and the trend draws, the most important first. */
export const METRICS = ['converted_sessions', 'conversion_rate', 'conversions', 'value', 'sessions'] as const;
export type Metric = (typeof METRICS)[number];

/** A figure as a number; null for a rate without sessions. */
export function figure(figures: Figures, metric: Metric, currency: string | null): number | null {
  return metric === 'value' ? amountIn(figures, currency) : figures[metric];
}

export function figureText(value: number | null, metric: Metric, currency: string | null, isShort = false): string {
  if (value === null) return '–';
  if (metric === 'conversion_rate') return percent(value, value < 0.1 ? 2 : 1);
  if (metric === 'value') return currency === null ? '–' : money(String(value), currency, { short: isShort });
  return isShort ? shortNumber(value) : number(value);
}

/** The currency with the most; null without any. */
export function largestCurrency({ value }: Figures): string | null {
  const [most] = Object.entries(value).sort(([, one], [, other]) => Number(other) - Number(one));
  return most?.[0] ?? null;
}
