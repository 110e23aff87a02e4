import { useComputed } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import type { ReportData } from '../../api/types.js';
import { Lazy } from '../../parts/lazy.js';
import { Failure, Loading } from '../../parts/states.js';
import { mainCurrency } from '../../state/main-currency.js';
import { t } from '../../texts/texts.js';
import { largestCurrency } from './figures.js';
import { Ledger } from './ledger.js';
import { Nothing, useIsWaiting } from './nothing.js';
import { Panel } from './panel.js';
import { GROUPS, type Group, panelsCall, totalsCall } from './questions.js';
import { plottedMetric, Tiles } from './tiles.js';
import { TrendCard } from './trend-card.js';

type Report = { readonly data: ReportData };

/** Panels side by side; the properties of one are its tabs. */
const PANELS: readonly (readonly Group[])[] = [
  ['source', 'utm_campaign'],
  ['entry_page', 'page'],
  ['country', 'language'],
  ['device', 'browser', 'platform_os'],
];

/** Queries of the panels that come before those of `GROUPS`: they are the ledger's. */
const OF_LEDGER = 3;

const loadFirstVisit = () => import('../first/first-visit.js');

/** What converted, how often, on what and from where. */
export default function Overview() {
  const totals = useAnswer<Report>(() => totalsCall.value);
  const panels = useAnswer<Report>(() => panelsCall.value);
  const report = totals.value.data?.data ?? null;
  const all = panels.value.data?.data ?? null;
  const currency = report && (mainCurrency.value ?? largestCurrency(report.totals));
  const again = () => {
    totals.again();
    panels.again();
  };
  const isEmpty = useComputed(() => {
    const all = totals.value.data?.data.totals;
    return all !== undefined && all.sessions === 0 && all.conversions === 0;
  });
  const isWaiting = useIsWaiting(isEmpty, again);
  const { error } = totals.value.error ? totals.value : panels.value;
  if (error) return <Failure error={error} again={again} />;
  if (isWaiting) return <Lazy load={loadFirstVisit} title={t('page.overview')} />;
  const rowsOf = (group: Group) => all?.queries?.[OF_LEDGER + GROUPS.indexOf(group)]?.rows ?? null;
  return (
    <>
      <h1 class="hidden">{t('page.overview')}</h1>
      <div class={totals.value.isLoading && report ? 'stale' : ''} aria-busy={totals.value.isLoading}>
        {report ? (
          <>
            <Tiles data={report} currency={currency} />
            {isEmpty.value ? <Nothing /> : <TrendCard data={report} metric={plottedMetric()} currency={currency} />}
          </>
        ) : (
          <section class="card">
            <Loading lines={10} />
          </section>
        )}
      </div>
      <div class={panels.value.isLoading && all ? 'stale' : ''} aria-busy={panels.value.isLoading}>
        <Ledger data={all} currency={currency} />
        {!isEmpty.value && (
          <div class="panels">
            {PANELS.map((groups) => (
              <Panel key={groups[0]} groups={groups} rowsOf={rowsOf} currency={currency} />
            ))}
          </div>
        )}
      </div>
    </>
  );
}
