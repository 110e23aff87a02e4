import type { FunnelData } from '../../api/types.js';
import { Change } from '../../parts/change.js';
import { addFilter, type Property } from '../../state/filters.js';
import { number, percent } from '../../texts/format.js';
import { propertyName, valueName } from '../../texts/names.js';
import { t } from '../../texts/texts.js';

/** Below it a share is chance more than anything else. */
const FEW_SESSIONS = 30;

/** The same figures for each value of a property. */
export function Split({ data: { steps, rows }, by }: { data: FunnelData; by: Property }) {
  return (
    <div class="scroll">
      <table class="split">
        <thead>
          <tr>
            <th scope="col">{propertyName(by)}</th>
            {steps.map(({ name }, index) => (
              <th key={index} scope="col" title={name}>
                {index + 1}. {name}
              </th>
            ))}
            <th scope="col">{t('funnel.through')}</th>
            <th scope="col">{t('ledger.change')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ group, steps: figures, before }) => {
            const value = group[by] ?? null;
            const isFew = (figures[0]?.sessions ?? 0) < FEW_SESSIONS;
            const through = figures.at(-1)?.of_first ?? null;
            return (
              <tr key={value} class={isFew ? 'few' : ''}>
                <th scope="row">
                  <button
                    type="button"
                    title={t('panel.filterHint')}
                    onClick={({ altKey }) => addFilter({ property: by, test: altKey ? 'is_not' : 'is', value })}
                  >
                    {valueName(by, value)}
                  </button>
                </th>
                {figures.map(({ sessions }, index) => (
                  <td key={index}>{number(sessions)}</td>
                ))}
                <td class="rate" title={isFew ? t('panel.few', { n: FEW_SESSIONS }) : undefined}>
                  {percent(through)}
                  {isFew && <span class="hidden">{t('panel.few', { n: FEW_SESSIONS })}</span>}
                </td>
                <td>
                  <Change now={through} before={before?.steps.at(-1)?.of_first ?? null} isRate />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
