import { signIn } from '../../api/account.js';
import { Field, Form } from '../../parts/form.js';
import { t } from '../../texts/texts.js';
import { Entrance } from './entrance.js';

export default function SignIn() {
  return (
    <Entrance title={t('signIn.title')}>
      <Form action={t('signIn.action')} submit={({ email, password }) => signIn(email!, password!)}>
        <Field name="email" type="email" label={t('signIn.email')} autocomplete="username" />
        <Field name="password" type="password" label={t('signIn.password')} autocomplete="current-password" />
      </Form>
      <details>
        <summary>{t('signIn.forgotten')}</summary>
        <p>{t('signIn.forgottenHint')}</p>
        <code>goalpost account link</code>
      </details>
    </Entrance>
  );
}
