import { useComputed, useSignal } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import type { AuditEntry } from '../../api/types.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { timeZone } from '../../state/project.js';
import { moment } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import { Section } from './section.js';

const ROWS = 50;

interface Page {
  readonly data: readonly AuditEntry[];
  readonly next_cursor: string | null;
}

/** Who changed what in the project, the latest first. */
export function Changes() {
  const cursor = useSignal<string | null>(null);
  const before = useSignal<readonly AuditEntry[]>([]);
  const answer = useAnswer<Page>(() => ({
    method: 'GET',
    path: `audit?limit=${ROWS}${cursor.value ? `&cursor=${encodeURIComponent(cursor.value)}` : ''}`,
  }));
  const entries = useComputed(() => {
    const { data, isLoading } = answer.value;
    return isLoading ? before.value : [...before.value, ...(data?.data ?? [])];
  });
  const { data, error, isLoading } = answer.value;
  if (error) return <Failure error={error} again={answer.again} />;
  return (
    <Section title={t('settings.changes')} about={t('changes.about')}>
      {!data ? (
        <Loading lines={6} />
      ) : entries.value.length === 0 && !isLoading ? (
        <Empty icon="calendar" title={t('changes.none')} />
      ) : (
        <ul class="rows">
          {entries.value.map((one) => (
            <li key={one.id}>
              <div>
                <strong>{`${t(`changed.${one.change}`)}: ${one.subject}`}</strong>
                <span>{`${one.by.name ?? one.by.id ?? t(`by.${one.by.kind}`)} · ${moment(one.at, timeZone.value)}`}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
      {data?.next_cursor && (
        <footer>
          <button
            type="button"
            class="button"
            disabled={isLoading}
            onClick={() => {
              before.value = entries.value;
              cursor.value = data.next_cursor;
            }}
          >
            {t('panel.next', { n: ROWS })}
          </button>
        </footer>
      )}
    </Section>
  );
}
