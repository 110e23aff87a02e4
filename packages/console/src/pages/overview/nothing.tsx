import { useEffect } from 'preact/hooks';
import { useAnswer } from '../../api/answer.js';
import type { Call } from '../../api/call.js';
import { Empty } from '../../parts/states.js';
import { isFiltered } from '../../state/filters.js';
import { t } from '../../texts/texts.js';
import { FirstVisit } from './first-visit.js';

const LOOK_EVERY_MS = 3000;

const EVER: Call = {
  method: 'POST',
  path: 'project/sessions',
  body: { start_date: '1970-01-01', end_date: '2199-12-31', per_page: 1 },
};

/** Says why there are no figures. While the project has no session at all, it looks every few seconds for the first. */
export function Nothing({ onVisit }: { onVisit(): void }) {
  const ever = useAnswer<{ data: { total: number } }>(() => EVER);
  const isWaiting = ever.value.data?.data.total === 0;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && ever.again(), LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      onVisit();
    };
  }, [isWaiting]);
  if (isWaiting) return <FirstVisit />;
  return (
    <section class="card">
      <Empty icon="sessions" title={t('overview.empty')}>
        {t(isFiltered.value ? 'overview.emptyFiltered' : 'overview.emptyHint')}
      </Empty>
    </section>
  );
}
