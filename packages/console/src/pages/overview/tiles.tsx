import type { ReportData } from '../../api/types.js';
import { Change } from '../../parts/change.js';
import { Icon } from '../../parts/icon.js';
import { Link } from '../../parts/link.js';
import { go, parameter } from '../../state/place.js';
import { maySeeAll } from '../../state/project.js';
import { money } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import { figure, figureText, METRICS, type Metric } from './figures.js';

const plotted = parameter('plot');

/** The figure that the trend draws. */
export function plottedMetric(): Metric {
  return METRICS.find((one) => one === plotted.value) ?? METRICS[0];
}

/** The totals, each with its change. A tile draws its figure in the trend; its arrow opens the sessions. */
export function Tiles({ data, currency }: { data: ReportData; currency: string | null }) {
  return (
    <ul class="tiles">
      {METRICS.map((metric) => (
        <Tile key={metric} metric={metric} data={data} currency={currency} />
      ))}
    </ul>
  );
}

interface TileProps {
  readonly metric: Metric;
  readonly data: ReportData;
  readonly currency: string | null;
}

function Tile({ metric, data: { totals, before }, currency }: TileProps) {
  const now = figure(totals, metric, currency);
  const then = before ? figure(before.totals, metric, currency) : null;
  const others = metric === 'value' ? Object.entries(totals.value).filter(([one]) => one !== currency) : [];
  const sessionsWith = metric === 'sessions' ? null : metric === 'conversions' || metric === 'value' ? 'period' : 'yes';
  return (
    <li class={metric === METRICS[0] ? 'tile main' : 'tile'}>
      <button
        type="button"
        aria-pressed={plottedMetric() === metric}
        onClick={() => go({ plot: metric === METRICS[0] ? null : metric }, { replace: true })}
      >
        {t(`figure.${metric}`)}
      </button>
      <strong>{figureText(now, metric, currency)}</strong>
      <p>
        <Change now={now} before={then} isRate={metric === 'conversion_rate'} />
        {before && <span>{t('tile.before', { value: figureText(then, metric, currency, true) })}</span>}
        {others.map(([one, amount]) => (
          <span key={one}>+ {money(amount, one)}</span>
        ))}
      </p>
      {maySeeAll.value && (
        <Link
          to={{ view: 'sessions', converted: sessionsWith }}
          class="to-sessions"
          aria-label={t('sessions.of', { name: t(`figure.${metric}`) })}
          title={t('sessions.open')}
        >
          <Icon name="open" />
        </Link>
      )}
    </li>
  );
}
