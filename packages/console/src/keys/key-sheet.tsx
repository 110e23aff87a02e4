import { Dialog } from '../parts/dialog.js';
import { opened } from '../state/opened.js';
import { keysAre } from '../state/preferences.js';
import { t } from '../texts/texts.js';
import { keyName, SHORTCUTS } from './keys.js';

/** The list of all keys, and the switch for those without a modifier. */
export function KeySheet() {
  return (
    <Dialog
      title={t('keys.title')}
      close={() => {
        opened.value = null;
      }}
    >
      <div class="keys">
        {SHORTCUTS.map(([group, all]) => [group, all.filter((one) => one.isAllowed?.() !== false)] as const).map(
          ([group, shortcuts]) =>
            shortcuts.length > 0 && (
              <section key={group}>
                <h3>{t(group)}</h3>
                <dl>
                  {shortcuts.map(({ key, text }) => (
                    <div key={key}>
                      <dt>{t(text)}</dt>
                      <dd>
                        <kbd>{keyName(key)}</kbd>
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ),
        )}
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={keysAre.value === 'on'}
          onChange={({ currentTarget }) => {
            keysAre.value = currentTarget.checked ? 'on' : 'off';
          }}
        />
        {t('keys.on')}
      </label>
    </Dialog>
  );
}
