import { CopyButton } from '../../parts/copy.js';
import { project } from '../../state/project.js';
import { t } from '../../texts/texts.js';

/** For a project without any session: how its pages are told to report, and how logs are imported. */
export function FirstVisit() {
  const script = `<script defer src="${new URL('t.js', document.baseURI).href}" data-site="${project.value?.site_key}"></script>`;
  const log = `goalpost import --project ${project.value?.id} access.log`;
  return (
    <section class="card first-visit">
      <header>
        <h2>
          <span class="pulse" aria-hidden="true" />
          {t('firstVisit.title', { project: project.value?.name ?? '' })}
        </h2>
      </header>
      <ol>
        <li>
          <p>{t('firstVisit.script')}</p>
          <pre>{script}</pre>
          <CopyButton text={() => script} label={t('copy.text')} />
        </li>
        <li>
          <p>{t('firstVisit.open')}</p>
        </li>
        <li>
          <p>{t('firstVisit.import')}</p>
          <pre>{log}</pre>
          <CopyButton text={() => log} label={t('copy.text')} />
        </li>
      </ol>
    </section>
  );
}
