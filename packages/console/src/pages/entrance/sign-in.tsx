import { enter, signInCall } from '../../api/account.js';
import { useChange } from '../../api/change.js';
import type { Me } from '../../api/types.js';
import { CodeField, useCode } from '../../parts/code-field.js';
import { TextField } from '../../parts/field.js';
import { Form, useDraft } from '../../parts/form.js';
import { t } from '../../texts/texts.js';
import { Entrance } from './entrance.js';

export default function SignIn() {
  const [draft, change] = useDraft({ email: '', password: '', code: '' });
  const { email, password, code } = draft.value;
  const { isAsked, changing } = useCode(useChange(), code);
  const faults = changing.error?.faults ?? {};
  const submit = async () => {
    const answer = await changing.run<{ data: Me }>(signInCall({ email, password, ...(isAsked && { code }) }));
    if (answer) enter(answer);
  };
  return (
    <Entrance title={t('signIn.title')}>
      <Form changing={changing} action={t('signIn.action')} submit={submit}>
        <TextField
          label={t('signIn.email')}
          type="email"
          autocomplete="username"
          required
          autofocus
          value={email}
          faults={faults.email}
          change={(text) => change({ email: text })}
        />
        <TextField
          label={t('signIn.password')}
          type="password"
          autocomplete="current-password"
          required
          value={password}
          faults={faults.password}
          change={(text) => change({ password: text })}
        />
        {isAsked && <CodeField value={code} isNext faults={faults.code} change={(text) => change({ code: text })} />}
      </Form>
      <details>
        <summary>{t('signIn.forgotten')}</summary>
        <p>{t('signIn.forgottenHint')}</p>
        <code>goalpost account link</code>
      </details>
    </Entrance>
  );
}
