import { useSignal } from '@preact/signals';
import { loadAccount } from '../../../api/account.js';
import { Dialog } from '../../../parts/dialog.js';
import { account } from '../../../state/account.js';
import { t } from '../../../texts/texts.js';
import { Section } from '../section.js';
import { NewCodes } from './new-codes.js';
import { Remove } from './remove.js';
import { SetUp } from './set-up.js';

const TITLES = { 'set-up': 'factor.setUp', codes: 'factor.newCodes', remove: 'factor.remove' } as const;
type Name = keyof typeof TITLES;

/** The second factor of the account: set up, its recovery codes, taken away. */
export function SecondFactor() {
  const opened = useSignal<Name | null>(null);
  const me = account.value;
  const close = () => {
    opened.value = null;
    loadAccount();
  };
  const open = (name: Name, isMain = false) => (
    <button
      type="button"
      class={`button ${isMain ? 'primary' : name === 'remove' ? 'danger' : ''}`}
      onClick={() => {
        opened.value = name;
      }}
    >
      {t(TITLES[name])}
    </button>
  );
  return (
    <Section title={t('factor.title')} about={t('factor.about')}>
      <div class="factor">
        <p>
          {me?.second_factor ? `${t('factor.on')} ${t('factor.left', { n: me.recovery_codes_left })}` : t('factor.off')}
        </p>
        {me?.second_factor ? (
          <>
            {open('codes')}
            {open('remove')}
          </>
        ) : (
          open('set-up', true)
        )}
      </div>
      {opened.value && (
        <Dialog title={t(opened.value === 'set-up' ? 'factor.title' : TITLES[opened.value])} close={close}>
          {opened.value === 'set-up' && <SetUp close={close} />}
          {opened.value === 'codes' && <NewCodes close={close} />}
          {opened.value === 'remove' && <Remove close={close} />}
        </Dialog>
      )}
    </Section>
  );
}
