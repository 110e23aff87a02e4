import type { Session } from '../../api/types.js';
import { Link } from '../../parts/link.js';
import { timeZone } from '../../state/project.js';
import { duration, moment, number } from '../../texts/format.js';
import { valueName } from '../../texts/names.js';
import { t } from '../../texts/texts.js';
import { order, type SortKey, sortBy } from './questions.js';

export function SessionTable({ sessions }: { sessions: readonly Session[] }) {
  return (
    <div class="scroll">
      <table class="sessions">
        <thead>
          <tr>
            <SortedColumn by="created_at" name={t('session.began')} />
            <th scope="col">{t('figure.conversions')}</th>
            <SortedColumn by="time_spend" name={t('session.duration')} />
            <th scope="col">{t('property.source')}</th>
            <th scope="col">{t('property.entry_page')}</th>
            <SortedColumn by="country" name={t('property.country')} />
            <SortedColumn by="device" name={t('property.device')} />
            <th scope="col" class="number">
              {t('session.visits')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((one) => (
            <tr key={one.id} class={one.read_status ?? ''}>
              <th scope="row">
                <Link to={{ session: one.id }}>{moment(one.created_at, timeZone.value)}</Link>
                {one.read_status && <span class="status">{t(`session.${one.read_status}`)}</span>}
              </th>
              <td>{one.conversions > 0 ? <span class="badge good">{number(one.conversions)}</span> : '–'}</td>
              <td>{duration(one.time_spend)}</td>
              <td>{valueName('source', one.source)}</td>
              <td class="path" title={one.entry_page ?? undefined}>
                {valueName('entry_page', one.entry_page)}
              </td>
              <td>{valueName('country', one.country)}</td>
              <td>{[valueName('device', one.device), one.browser].filter(Boolean).join(', ')}</td>
              <td class="number">{number(one.visits)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SortedColumn({ by, name }: { by: SortKey; name: string }) {
  const { key, isDescending } = order.value;
  return (
    <th scope="col" aria-sort={key !== by ? 'none' : isDescending ? 'descending' : 'ascending'}>
      <button type="button" onClick={() => sortBy(by)}>
        {name}
      </button>
    </th>
  );
}
