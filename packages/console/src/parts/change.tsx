import type { Figures } from '../api/types.js';
import { change, points } from '../texts/format.js';
import { t } from '../texts/texts.js';

interface Props {
  readonly now: number | null;
  readonly before: number | null;
  /** Of a rate, the difference is shown, in percentage points: a share of a share is easily mistaken for one. */
  readonly isRate?: boolean;
}

/** How much a figure has changed. Nothing when there is nothing to compare with; "new" when there was none before. */
export function Change({ now, before, isRate = false }: Props) {
  if (now === null || before === null || (before === 0 && now === 0)) return null;
  if (before === 0 && !isRate) return <span class="change up">{t('change.new')}</span>;
  const difference = isRate ? now - before : now / before - 1;
  const direction = Math.abs(difference) < 0.0005 ? 'same' : difference > 0 ? 'up' : 'down';
  return (
    <span class={`change ${direction}`} title={isRate ? t('change.pointsHint') : undefined}>
      <span aria-hidden="true">{ARROWS[direction]}</span>
      {isRate ? t('change.points', { points: points(difference) }) : change(difference)}
    </span>
  );
}

const ARROWS = { up: '▲', down: '▼', same: '' } as const;

/** A value in a currency as a number; 0 for none. Only for comparing and drawing: sums are the server's. */
export function amountIn({ value }: Pick<Figures, 'value'>, currency: string | null): number {
  return currency === null ? 0 : Number(value[currency] ?? 0);
}
