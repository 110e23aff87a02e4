import { useEffect } from 'preact/hooks';
import { useAnswer } from '../../api/answer.js';
import type { Call } from '../../api/call.js';
import type { ProjectCheck } from '../../api/types.js';
import { CopyButton } from '../../parts/copy.js';
import { mayWrite, project } from '../../state/project.js';
import { t } from '../../texts/texts.js';
import { Arrivals } from './arrivals.js';
import { ImportCard } from './import-card.js';

const CHECK: Call = { method: 'GET', path: 'project/check' };
const LOOK_EVERY_MS = 3000;

/** For a project without any session: how its pages are told to report, what has arrived, and how logs are imported. */
export default function FirstVisit() {
  const check = useAnswer<{ data: ProjectCheck }>(() => CHECK);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && check.again(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const script = `<script defer src="${new URL('t.js', document.baseURI).href}" data-site="${project.value?.site_key}"></script>`;
  return (
    <div class="first">
      <section class="card" aria-labelledby="first-title">
        <header>
          <h2 id="first-title">
            <span class="pulse" aria-hidden="true" />
            {t('first.title', { project: project.value?.name ?? '' })}
          </h2>
        </header>
        <p class="about-section">{t('first.about')}</p>
        <ol>
          <li>
            <p>{t('first.script')}</p>
            <pre>{script}</pre>
            <CopyButton text={() => script} label={t('copy.text')} />
          </li>
          <li>
            <p>{t('first.open')}</p>
            <Arrivals refusals={check.value.data?.data.refusals ?? []} done={check.again} />
          </li>
        </ol>
      </section>
      {mayWrite.value && <ImportCard />}
    </div>
  );
}
