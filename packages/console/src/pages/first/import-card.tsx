import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { CallError } from '../../api/call.js';
import type { ImportSummary } from '../../api/types.js';
import { upload } from '../../api/upload.js';
import { TextField } from '../../parts/field.js';
import { Refusal } from '../../parts/refusal.js';
import { isHeld } from '../../state/waiting.js';
import { percent } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import { Imported } from './imported.js';

/** Names of files of events; all others are access logs. */
const NDJSON = /\.(?:ndjson|jsonl)(?:\.gz)?$/i;

interface Done {
  readonly name: string;
  readonly summary: ImportSummary;
}

/** Imports a file, and says what became of its lines. */
export function ImportCard() {
  const file = useSignal<File | null>(null);
  const site = useSignal('');
  const share = useSignal<number | null>(null);
  const error = useSignal<CallError | null>(null);
  const done = useSignal<Done | null>(null);
  const leaving = useRef<AbortController | null>(null);
  const stop = () => {
    leaving.current?.abort();
    share.value = null;
  };
  useEffect(
    () => () => {
      stop();
      isHeld.value = false;
    },
    [],
  );
  const send = async (event: Event) => {
    event.preventDefault();
    const chosen = file.value!;
    const isNdjson = NDJSON.test(chosen.name);
    const origin = isNdjson || site.value.trim() === '' ? '' : `&origin=${encodeURIComponent(site.value.trim())}`;
    leaving.current = new AbortController();
    error.value = null;
    share.value = 0;
    isHeld.value = true;
    try {
      const { data } = await upload<{ data: ImportSummary }>({
        path: `events/import?format=${isNdjson ? 'ndjson' : 'access-log'}${origin}`,
        file: chosen,
        mediaType: isNdjson ? 'application/x-ndjson' : 'text/plain',
        progress: (sent) => {
          share.value = sent;
        },
        signal: leaving.current.signal,
      });
      done.value = { name: chosen.name, summary: data };
      file.value = null;
    } catch (thrown) {
      if (!(thrown instanceof CallError)) throw thrown;
      error.value = thrown;
    } finally {
      share.value = null;
    }
  };
  return (
    <section class="card import" aria-labelledby="import-title">
      <header>
        <h2 id="import-title">{t('import.title')}</h2>
      </header>
      {done.value ? (
        <Imported
          {...done.value}
          again={() => {
            done.value = null;
          }}
        />
      ) : (
        <>
          <p class="about-section">{t('import.about')}</p>
          <form class="form" onSubmit={send} aria-busy={share.value !== null}>
            <div class="fields">
              <label class="field file">
                <span>{t('import.file')}</span>
                <input
                  type="file"
                  required
                  disabled={share.value !== null}
                  onChange={({ currentTarget }) => {
                    file.value = currentTarget.files?.[0] ?? null;
                    error.value = null;
                  }}
                />
              </label>
              {!NDJSON.test(file.value?.name ?? '') && (
                <TextField
                  label={t('import.site')}
                  value={site.value}
                  placeholder="https://shop.example"
                  hint={t('import.siteHint')}
                  faults={error.value?.faults.origin}
                  change={(text) => {
                    site.value = text;
                  }}
                />
              )}
              {share.value !== null && (
                <p class="progress">
                  <progress value={share.value} aria-label={t('import.title')} />
                  <span role="status">
                    {share.value < 1 ? t('import.sent', { share: percent(share.value, 0) }) : t('import.storing')}
                  </span>
                </p>
              )}
              {error.value && <Refusal error={error.value} />}
            </div>
            <footer>
              {share.value === null ? (
                <button type="submit" class="button primary" disabled={file.value === null}>
                  {t('import.start')}
                </button>
              ) : (
                <button type="button" class="button" onClick={stop}>
                  {t('form.cancel')}
                </button>
              )}
            </footer>
          </form>
        </>
      )}
    </section>
  );
}
