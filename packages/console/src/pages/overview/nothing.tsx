import { type Signal, useComputed, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useAnswer } from '../../api/answer.js';
import type { Call } from '../../api/call.js';
import { Empty } from '../../parts/states.js';
import { isFiltered } from '../../state/filters.js';
import { maySeeAll } from '../../state/project.js';
import { isHeld, isWaiting } from '../../state/waiting.js';
import { t } from '../../texts/texts.js';

const LOOK_EVERY_MS = 3000;

const EVER: Call = {
  method: 'POST',
  path: 'project/sessions',
  body: { start_date: '1970-01-01', end_date: '2199-12-31', per_page: 1 },
};

/**
 * Looks for a session while the report is empty, and every few seconds until there is one, which `onVisit` is told. Says whether
 * the page that waits for it stands in for the overview.
 */
export function useIsWaiting(isEmpty: Signal<boolean>, onVisit: () => void): boolean {
  const isAsked = useComputed(() => isEmpty.value && maySeeAll.value);
  const ever = useAnswer<{ data: { total: number } }>(() => (isAsked.value ? EVER : null));
  useSignalEffect(() => {
    const isNever = ever.value.data?.data.total === 0;
    isWaiting.value = isAsked.value && (isNever || (isWaiting.peek() && isHeld.value));
  });
  useEffect(() => {
    if (!isWaiting.value) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && ever.again(), LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      onVisit();
    };
  }, [isWaiting.value]);
  useEffect(
    () => () => {
      isWaiting.value = false;
    },
    [],
  );
  return isWaiting.value;
}

/** Says why there are no figures. */
export function Nothing() {
  return (
    <section class="card">
      <Empty icon="sessions" title={t('overview.empty')}>
        {t(isFiltered.value ? 'overview.emptyFiltered' : 'overview.emptyHint')}
      </Empty>
    </section>
  );
}
