import { useChange } from '../../../api/change.js';
import { t } from '../../../texts/texts.js';
import { Proof } from './proof.js';

/** Takes the second factor away. */
export function Remove({ close }: { close(): void }) {
  const removing = useChange();
  const remove = async (body: object) => {
    if ((await removing.run({ method: 'POST', path: 'auth/second-factor/remove', body })) !== null) close();
  };
  return (
    <Proof
      changing={removing}
      action={t('factor.remove')}
      about={t('factor.removeAbout')}
      isDangerous
      hasCode
      submit={remove}
      close={close}
    />
  );
}
