import { useSignal } from '@preact/signals';
import type { CallError } from '../../api/call.js';
import { saveCsv } from '../../api/save.js';
import type { ReportRow } from '../../api/types.js';
import { CopyCurl } from '../../parts/copy.js';
import { Icon } from '../../parts/icon.js';
import { closeMenu, Menu } from '../../parts/menu.js';
import { Empty, Loading } from '../../parts/states.js';
import { propertyName } from '../../texts/names.js';
import { t } from '../../texts/texts.js';
import { AllRows } from './all-rows.js';
import { Breakdown } from './breakdown.js';
import { type Group, PANEL_ROWS, panelCall } from './questions.js';

interface Props {
  /** The properties between which its tabs choose. */
  readonly groups: readonly Group[];
  /** The rows of a property; null while they are not there. */
  rowsOf(group: Group): readonly ReportRow[] | null;
  readonly currency: string | null;
}

/** The first rows of a property, with the way to all of them. */
export function Panel({ groups, rowsOf, currency }: Props) {
  const shown = useSignal<Group>(groups[0]!);
  const isOpen = useSignal(false);
  const failure = useSignal<CallError | null>(null);
  const group = shown.value;
  const rows = rowsOf(group);
  const save = async ({ currentTarget }: Event) => {
    closeMenu(currentTarget);
    failure.value = null;
    await saveCsv(panelCall(group), group).catch((error) => {
      failure.value = error;
    });
  };
  return (
    <section class="card panel" aria-label={propertyName(group)}>
      <header>
        <div class="tabs">
          {groups.map((one) => (
            <button
              type="button"
              key={one}
              aria-pressed={one === group}
              onClick={() => {
                shown.value = one;
              }}
            >
              {propertyName(one)}
            </button>
          ))}
        </div>
        <Menu label={<Icon name="more" />} name={t('panel.more', { name: propertyName(group) })} class="button plain">
          <button
            type="button"
            class="item"
            onClick={({ currentTarget }) => {
              closeMenu(currentTarget);
              isOpen.value = true;
            }}
          >
            <Icon name="table" />
            {t('panel.all')}
          </button>
          <button type="button" class="item" onClick={save}>
            <Icon name="download" />
            {t('panel.csv')}
          </button>
          <CopyCurl call={panelCall(group)} />
        </Menu>
      </header>
      {rows === null ? (
        <Loading lines={PANEL_ROWS} />
      ) : rows.length === 0 ? (
        <Empty icon="search" title={t('panel.empty')} />
      ) : (
        <Breakdown group={group} rows={rows.slice(0, PANEL_ROWS)} currency={currency} />
      )}
      {failure.value && <p role="alert">{failure.value.message}</p>}
      {rows !== null && rows.length > PANEL_ROWS && (
        <footer>
          <button
            type="button"
            class="button plain"
            onClick={() => {
              isOpen.value = true;
            }}
          >
            {t('panel.all')}
          </button>
        </footer>
      )}
      {isOpen.value && (
        <AllRows
          group={group}
          currency={currency}
          close={() => {
            isOpen.value = false;
          }}
        />
      )}
    </section>
  );
}
