import type { Signal } from '@preact/signals';
import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useAnswer } from '../../api/answer.js';
import type { Call } from '../../api/call.js';
import { Empty } from '../../parts/states.js';
import { isFiltered } from '../../state/filters.js';
import { maySeeAll } from '../../state/project.js';
import { t } from '../../texts/texts.js';
import { isHeld } from '../first/held.js';

const LOOK_EVERY_MS = 3000;

const EVER: Call = {
  method: 'POST',
  path: 'project/sessions',
  body: { start_date: '1970-01-01', end_date: '2199-12-31', per_page: 1 },
};

/**
 * Whether the project has no session at all. It is looked for while the report is empty, and every few seconds until there is
 * one, which `onVisit` is told.
 */
export function useIsWaiting(isEmpty: Signal<boolean>, onVisit: () => void): boolean {
  const isAsked = useComputed(() => isEmpty.value && maySeeAll.value);
  const ever = useAnswer<{ data: { total: number } }>(() => (isAsked.value ? EVER : null));
  const wasWaiting = useRef(false);
  const isNever = ever.value.data?.data.total === 0;
  const isWaiting = isAsked.value && (isNever || (wasWaiting.current && isHeld.value));
  wasWaiting.current = isWaiting;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && ever.again(), LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      onVisit();
    };
  }, [isWaiting]);
  return isWaiting;
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
