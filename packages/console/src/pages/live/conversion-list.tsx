import type { LiveConversion } from '../../api/types.js';
import { Icon } from '../../parts/icon.js';
import { Link } from '../../parts/link.js';
import { Empty } from '../../parts/states.js';
import { timeZone } from '../../state/project.js';
import { moment, money } from '../../texts/format.js';
import { t } from '../../texts/texts.js';

/** Conversions since the page was opened, the newest first. */
export function ConversionList({ conversions }: { conversions: readonly LiveConversion[] }) {
  if (conversions.length === 0) {
    return (
      <Empty icon="live" title={t('live.waiting')}>
        {t('live.waitingHint')}
      </Empty>
    );
  }
  return (
    <div role="log" aria-label={t('figure.conversions')}>
      <ol class="conversions">
        {conversions.map(({ id, type, goal, session_id, occurred_at, url, title, value, currency }) => (
          <li key={id}>
            <Icon name={type === 'url' ? 'visit' : type} />
            <div>
              <strong>{goal.name}</strong>
              {value !== null && <span class="badge good">{currency === null ? value : money(value, currency)}</span>}
              <span class="where">{title ?? url}</span>
            </div>
            <Link to={{ view: 'sessions', session: session_id }} title={t('preview.session')}>
              <time dateTime={occurred_at}>{moment(occurred_at, timeZone.value, { timeStyle: 'medium' })}</time>
            </Link>
          </li>
        ))}
      </ol>
    </div>
  );
}
