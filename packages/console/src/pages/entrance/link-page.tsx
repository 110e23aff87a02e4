import { useSignal, useSignalEffect } from '@preact/signals';
import { checkLink, type LinkState, spendLink } from '../../api/account.js';
import type { CallError } from '../../api/call.js';
import { Field, Form } from '../../parts/form.js';
import { Failure, Loading } from '../../parts/states.js';
import { closeLink } from '../../state/place.js';
import { t } from '../../texts/texts.js';
import { Entrance } from './entrance.js';

const PASSWORD_CHARACTERS_MIN = 12;

/** The page of a one-time link: for the first account, for an invitation, or for a forgotten password. */
export default function LinkPage({ link }: { link: string }) {
  const state = useSignal<LinkState | CallError | null>(null);
  const check = () => {
    state.value = null;
    checkLink(link).then(
      (checked) => {
        state.value = checked;
      },
      (error) => {
        state.value = error;
      },
    );
  };
  useSignalEffect(check);
  if (state.value === null) {
    return (
      <Entrance title={t('link.title')}>
        <Loading lines={3} />
      </Entrance>
    );
  }
  if (state.value instanceof Error) {
    return state.value.status === 422 ? (
      <VoidLink />
    ) : (
      <Entrance title={t('link.title')}>
        <Failure error={state.value} again={check} />
      </Entrance>
    );
  }
  const { purpose, email } = state.value;
  return (
    <Entrance title={t(`link.${purpose}`)}>
      <p>{t(`link.${purpose}Hint`)}</p>
      <Form
        action={t('link.action')}
        submit={async (values) => {
          await spendLink(link, values.email!, values.password!);
          closeLink();
        }}
      >
        <Field
          name="email"
          type="email"
          label={t('signIn.email')}
          autocomplete="username"
          {...(email !== null && { value: email, isFixed: true })}
        />
        <Field
          name="password"
          type="password"
          label={t('link.password')}
          autocomplete="new-password"
          minLength={PASSWORD_CHARACTERS_MIN}
          hint={t('link.passwordHint', { n: PASSWORD_CHARACTERS_MIN })}
        />
      </Form>
    </Entrance>
  );
}

function VoidLink() {
  return (
    <Entrance title={t('link.void')}>
      <p>{t('link.voidHint')}</p>
      <button type="button" class="button" onClick={closeLink}>
        {t('link.toSignIn')}
      </button>
    </Entrance>
  );
}
