import { saveFile } from '../../../api/save.js';
import { CopyButton } from '../../../parts/copy.js';
import { Icon } from '../../../parts/icon.js';
import { t } from '../../../texts/texts.js';

/** The recovery codes, which are shown once. */
export function RecoveryCodes({ codes, close }: { codes: readonly string[]; close(): void }) {
  const text = codes.join('\n');
  return (
    <div class="told-once">
      <h3>{t('factor.codes')}</h3>
      <p>{t('factor.codesAbout')}</p>
      <ol class="secret codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div class="buttons">
        <CopyButton text={() => text} label={t('settings.copy')} />
        <button
          type="button"
          class="item"
          onClick={() => saveFile(new Blob([`${text}\n`], { type: 'text/plain' }), 'goalpost-recovery-codes.txt')}
        >
          <Icon name="download" />
          {t('factor.download')}
        </button>
      </div>
      <button type="button" class="button primary" onClick={close}>
        {t('factor.kept')}
      </button>
    </div>
  );
}
