import { TextField } from '../../parts/field.js';
import { useDraft } from '../../parts/form.js';
import { Refusal } from '../../parts/refusal.js';
import { percent } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import { Imported } from './imported.js';
import { type FileImport, isLog, type LogSettings, useImports } from './imports.js';

/** Imports files one after the other, and says what became of their lines. */
export function ImportCard() {
  const { files, error, choose, send, stop } = useImports();
  const [settings, change] = useDraft<LogSettings>({ origin: '', trusted_proxy: '' });
  const isRunning = files.value.some(({ share }) => share !== null);
  const isDone = files.value.length > 0 && files.value.every(({ summary }) => summary !== null);
  const faults = error.value?.faults;
  return (
    <section class="card import" aria-labelledby="import-title">
      <header>
        <h2 id="import-title">{t('import.title')}</h2>
      </header>
      {isDone ? (
        <Imported files={files.value} again={() => choose([])} />
      ) : (
        <>
          <p class="about-section">{t('import.about')}</p>
          <form
            class="form"
            onSubmit={(event) => {
              event.preventDefault();
              send(settings.value);
            }}
            aria-busy={isRunning}
          >
            <div class="fields">
              <label class="field file">
                <span>{t('import.file')}</span>
                <input
                  type="file"
                  multiple
                  required
                  disabled={isRunning}
                  onChange={({ currentTarget }) => choose(currentTarget.files ?? [])}
                />
              </label>
              {(files.value.length === 0 || files.value.some(isLog)) && (
                <>
                  <TextField
                    label={t('import.site')}
                    value={settings.value.origin}
                    placeholder="https://shop.example"
                    hint={t('import.siteHint')}
                    faults={faults?.origin}
                    change={(origin) => change({ origin })}
                  />
                  <TextField
                    label={t('import.proxies')}
                    value={settings.value.trusted_proxy}
                    placeholder="10.0.0.0/8"
                    hint={t('import.proxiesHint')}
                    faults={faults?.trusted_proxy}
                    change={(trusted_proxy) => change({ trusted_proxy })}
                  />
                </>
              )}
              {(isRunning || error.value) && (
                <ul class="files">
                  {files.value.map((one) => (
                    <Progress key={one.file.name} one={one} />
                  ))}
                </ul>
              )}
              {error.value && <Refusal error={error.value} />}
            </div>
            <footer>
              {isRunning ? (
                <button type="button" class="button" onClick={stop}>
                  {t('form.cancel')}
                </button>
              ) : (
                <button type="submit" class="button primary" disabled={files.value.length === 0}>
                  {t('import.start')}
                </button>
              )}
            </footer>
          </form>
        </>
      )}
    </section>
  );
}

function Progress({ one: { file, share, summary } }: { one: FileImport }) {
  return (
    <li class="progress">
      <span>{file.name}</span>
      {share !== null && <progress value={share} aria-label={file.name} />}
      <span role="status">
        {summary
          ? t('import.fileDone', { n: summary.stored })
          : share === null
            ? t('import.waits')
            : share < 1
              ? t('import.sent', { share: percent(share, 0) })
              : t('import.storing')}
      </span>
    </li>
  );
}
