import { useAnswer } from '../../api/answer.js';
import type { FunnelData, SavedFunnel } from '../../api/types.js';
import { CopyCurl } from '../../parts/copy.js';
import { Icon } from '../../parts/icon.js';
import { Menu } from '../../parts/menu.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { by } from '../../state/funnel.js';
import { comparison } from '../../state/period.js';
import { parameter } from '../../state/place.js';
import { t } from '../../texts/texts.js';
import { Builder } from './builder.js';
import { listCall, reportCall } from './questions.js';
import { SavedFunnels } from './saved-funnels.js';
import { Split } from './split.js';
import { Steps } from './steps.js';

/** The key of the saved funnel that was opened. */
const opened = parameter('edited');

/** How many sessions go from step to step, and where they leave. */
export default function Funnels() {
  const saved = useAnswer<{ data: readonly SavedFunnel[] }>(() => listCall);
  const report = useAnswer<{ data: FunnelData }>(() => reportCall.value);
  const funnels = saved.value.data?.data ?? null;
  const current = funnels?.find(({ key }) => key === opened.value) ?? null;
  const { data, error, isLoading } = report.value;
  const asked = reportCall.value;
  return (
    <>
      <SavedFunnels funnels={funnels} current={current} again={saved.again} error={saved.value.error} />
      <div class="funnel-page">
        <Builder />
        <section
          class={isLoading && data ? 'card stale' : 'card'}
          aria-label={current?.name ?? t('page.funnels')}
          aria-busy={asked !== null && isLoading}
        >
          <header>
            <h2>{current?.name ?? t('funnel.result')}</h2>
            {comparison.value !== 'none' && (
              <p class="legend">
                <span class="mark">{t(`compare.${comparison.value}`)}</span>
              </p>
            )}
            {asked && (
              <Menu
                label={<Icon name="more" />}
                name={t('panel.more', { name: t('funnel.result') })}
                class="button plain"
              >
                <CopyCurl call={asked} />
              </Menu>
            )}
          </header>
          {asked === null ? (
            <Empty icon="funnels" title={t('funnel.choose')}>
              {t('funnel.chooseHint')}
            </Empty>
          ) : error ? (
            <Failure error={error} again={report.again} />
          ) : !data ? (
            <Loading lines={8} />
          ) : data.data.sessions === 0 ? (
            <Empty icon="funnels" title={t('overview.empty')}>
              {t('sessions.emptyHint')}
            </Empty>
          ) : (
            <>
              <Steps data={data.data} />
              {by.value !== null && data.data.rows.length > 0 && <Split data={data.data} by={by.value} />}
            </>
          )}
        </section>
      </div>
    </>
  );
}
