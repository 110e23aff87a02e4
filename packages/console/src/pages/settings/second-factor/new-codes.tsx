import { useSignal } from '@preact/signals';
import { useChange } from '../../../api/change.js';
import { t } from '../../../texts/texts.js';
import { Proof } from './proof.js';
import { RecoveryCodes } from './recovery-codes.js';

/** Makes new recovery codes. */
export function NewCodes({ close }: { close(): void }) {
  const codes = useSignal<readonly string[] | null>(null);
  const making = useChange();
  const make = async (body: object) => {
    const path = 'auth/second-factor/recovery-codes';
    const answer = await making.run<{ data: { recovery_codes: readonly string[] } }>({ method: 'POST', path, body });
    if (answer) codes.value = answer.data.recovery_codes;
  };
  if (codes.value) return <RecoveryCodes codes={codes.value} close={close} />;
  return (
    <Proof
      changing={making}
      action={t('factor.newCodes')}
      about={t('factor.newCodesAbout')}
      hasCode
      submit={make}
      close={close}
    />
  );
}
