import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import type { ReportData, ReportRow } from '../../api/types.js';
import { Dialog } from '../../parts/dialog.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { propertyName, valueName } from '../../texts/names.js';
import { t } from '../../texts/texts.js';
import { Breakdown } from './breakdown.js';
import { type Group, panelCall, sort } from './questions.js';

const ROWS = 200;

interface Props {
  readonly group: Group;
  readonly currency: string | null;
  close(): void;
}

/** All rows of a property, by pages, with a search in those that are loaded. */
export function AllRows({ group, currency, close }: Props) {
  const before = useSignal<readonly ReportRow[]>([]);
  const cursor = useSignal<string | null>(null);
  const searched = useSignal('');
  useSignalEffect(() => {
    // Another order begins again.
    sort.value;
    before.value = [];
    cursor.value = null;
  });
  const answer = useAnswer<{ data: ReportData }>(() =>
    panelCall(group, { limit: ROWS, ...(cursor.value && { cursor: cursor.value }) }),
  );
  const page = answer.value.data?.data;
  const rows = useComputed(() => [...before.value, ...(answer.value.data?.data.rows ?? [])]);
  const text = searched.value.trim().toLowerCase();
  const found = rows.value.filter((row) =>
    valueName(group, row.group[group] ?? null)
      .toLowerCase()
      .includes(text),
  );
  const { error, isLoading } = answer.value;
  const more = () => {
    before.value = rows.value;
    cursor.value = page!.next_cursor!;
  };
  return (
    <Dialog
      title={propertyName(group)}
      isWide
      close={close}
      tools={
        <input
          type="search"
          aria-label={t('panel.search')}
          placeholder={t('panel.search')}
          value={searched.value}
          onInput={({ currentTarget }) => {
            searched.value = currentTarget.value;
          }}
        />
      }
    >
      {error ? (
        <Failure error={error} again={answer.again} />
      ) : !page ? (
        <Loading lines={12} />
      ) : found.length === 0 ? (
        <Empty icon="search" title={t('panel.notFound')} />
      ) : (
        <Breakdown group={group} rows={found} currency={currency} onFilter={close} />
      )}
      {page?.next_cursor && (
        <button type="button" class="button" disabled={isLoading} onClick={more}>
          {t('panel.next', { n: ROWS })}
        </button>
      )}
    </Dialog>
  );
}
