import { useSignal } from '@preact/signals';
import { useChange } from '../../../api/change.js';
import { CodeField } from '../../../parts/code-field.js';
import { Form } from '../../../parts/form.js';
import { Lazy } from '../../../parts/lazy.js';
import { t } from '../../../texts/texts.js';
import { Proof } from './proof.js';
import { RecoveryCodes } from './recovery-codes.js';

interface Started {
  /** As people type it. */
  readonly secret: string;
  /** As apps scan it. */
  readonly uri: string;
}

const loadQrCode = () => import('./qr-code.js');

/** Sets up a second factor: the password, the secret for the app, a code of the app, and the recovery codes. */
export function SetUp({ close }: { close(): void }) {
  const started = useSignal<Started | null>(null);
  const codes = useSignal<readonly string[] | null>(null);
  const code = useSignal('');
  const starting = useChange();
  const confirming = useChange();
  const start = async ({ password }: { readonly password: string }) => {
    const path = 'auth/second-factor/start';
    const answer = await starting.run<{ data: Started }>({ method: 'POST', path, body: { password } });
    if (answer) started.value = answer.data;
  };
  const confirm = async () => {
    const path = 'auth/second-factor/confirm';
    const body = { code: code.value };
    const answer = await confirming.run<{ data: { recovery_codes: readonly string[] } }>({
      method: 'POST',
      path,
      body,
    });
    if (answer) codes.value = answer.data.recovery_codes;
  };
  if (codes.value) return <RecoveryCodes codes={codes.value} close={close} />;
  if (!started.value) {
    return <Proof changing={starting} action={t('factor.next')} hasCode={false} submit={start} close={close} />;
  }
  return (
    <Form changing={confirming} action={t('factor.confirm')} submit={confirm} close={close}>
      <p>{t('factor.scan')}</p>
      <Lazy load={loadQrCode} title={t('page.settings')} text={started.value.uri} name={t('factor.qr')} />
      <p>{t('factor.type')}</p>
      <code class="secret">{started.value.secret.match(/.{1,4}/g)!.join(' ')}</code>
      <CodeField
        value={code.value}
        isNext
        hint={t('factor.confirmHint')}
        faults={confirming.error?.faults.code}
        change={(text) => {
          code.value = text;
        }}
      />
    </Form>
  );
}
