import type { Figures } from '../api/types.js';
import { change } from '../texts/format.js';
import { t } from '../texts/texts.js';

interface Props {
  readonly now: number | null;
  readonly before: number | null;
}

/** How much a figure has changed. Nothing when there is nothing to compare with; "new" when there was none before. */
export function Change({ now, before }: Props) {
  if (now === null || before === null || (before === 0 && now === 0)) return null;
  if (before === 0) return <span class="change up">{t('change.new')}</span>;
  const share = now / before - 1;
  const direction = Math.abs(share) < 0.0005 ? 'same' : share > 0 ? 'up' : 'down';
  return (
    <span class={`change ${direction}`}>
      <span aria-hidden="true">{ARROWS[direction]}</span>
      {change(share)}
    </span>
  );
}

const ARROWS = { up: '▲', down: '▼', same: '' } as const;

/** A value in a currency as a number; 0 for none. Only for comparing and drawing: sums are the server's. */
export function amountIn({ value }: Pick<Figures, 'value'>, currency: string | null): number {
  return currency === null ? 0 : Number(value[currency] ?? 0);
}
