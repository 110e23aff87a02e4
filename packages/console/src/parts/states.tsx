import type { ComponentChildren } from 'preact';
import type { CallError } from '../api/call.js';
import { online } from '../state/online.js';
import { t } from '../texts/texts.js';
import { Icon, type IconName } from './icon.js';

// What stands where there is no data. Nothing is ever blank.

/** Grey lines in the place of what comes. */
export function Loading({ lines = 6 }: { lines?: number }) {
  return (
    <div class="loading" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: lines }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  );
}

/** Says why there is nothing, and what would change that. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="state">
      <Icon name={icon} />
      <h3>{title}</h3>
      {children && <p>{children}</p>}
    </div>
  );
}

/** Says what went wrong, and offers to try again. */
export function Failure({ error, again }: { error: CallError; again(): void }) {
  return (
    <div class="state" role="alert">
      <Icon name="warning" />
      <h3>{titleOf(error)}</h3>
      {error.status !== 0 && <p>{error.message}</p>}
      <button type="button" class="button" onClick={again}>
        {t('state.again')}
      </button>
    </div>
  );
}

function titleOf({ status, retryAfter }: CallError): string {
  if (status === 0) return t(online.value ? 'state.unreachable' : 'state.offline');
  if (status === 429) return t('state.busy', { n: retryAfter ?? 60 });
  if (status === 403) return t('state.forbidden');
  return t(status >= 500 ? 'state.unavailable' : 'state.refused');
}

/** A line above the page while the browser has no network. */
export function OfflineLine() {
  return online.value ? null : (
    <p class="offline" role="status">
      {t('state.offlineLine')}
    </p>
  );
}
