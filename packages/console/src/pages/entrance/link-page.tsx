import { checkLinkCall, enter, type LinkState, useLinkCall } from '../../api/account.js';
import { useAnswer } from '../../api/answer.js';
import { useChange } from '../../api/change.js';
import type { Me } from '../../api/types.js';
import { CodeField } from '../../parts/code-field.js';
import { TextField } from '../../parts/field.js';
import { Form, useDraft } from '../../parts/form.js';
import { Failure, Loading } from '../../parts/states.js';
import { closeLink } from '../../state/place.js';
import { t } from '../../texts/texts.js';
import { Entrance } from './entrance.js';

const PASSWORD_CHARACTERS_MIN = 12;

/** The page of a one-time link: for the first account, for an invitation, or for a forgotten password. */
export default function LinkPage({ link }: { link: string }) {
  const answer = useAnswer<{ data: LinkState }>(() => checkLinkCall(link));
  const { data, error } = answer.value;
  if (error?.status === 422) {
    return (
      <Entrance title={t('link.void')}>
        <p>{t('link.voidHint')}</p>
        <button type="button" class="button" onClick={closeLink}>
          {t('link.toSignIn')}
        </button>
      </Entrance>
    );
  }
  if (!data) {
    return (
      <Entrance title={t('link.title')}>
        {error ? <Failure error={error} again={answer.again} /> : <Loading lines={3} />}
      </Entrance>
    );
  }
  return (
    <Entrance title={t(`link.${data.data.purpose}`)}>
      <p>{t(`link.${data.data.purpose}Hint`)}</p>
      <Password link={link} state={data.data} />
    </Entrance>
  );
}

function Password({ link, state }: { link: string; state: LinkState }) {
  const [draft, change] = useDraft({ email: state.email ?? '', password: '', code: '' });
  const entering = useChange();
  const faults = entering.error?.faults ?? {};
  const { email, password, code } = draft.value;
  const submit = async () => {
    const body = { link, email, password, ...(state.second_factor && { code }) };
    const answer = await entering.run<{ data: Me }>(useLinkCall(body));
    if (!answer) return;
    enter(answer);
    closeLink();
  };
  return (
    <Form changing={entering} action={t('link.action')} submit={submit}>
      <TextField
        label={t('signIn.email')}
        type="email"
        autocomplete="username"
        required
        autofocus={state.email === null}
        readonly={state.email !== null}
        value={email}
        faults={faults.email}
        change={(text) => change({ email: text })}
      />
      <TextField
        label={t('link.password')}
        type="password"
        autocomplete="new-password"
        required
        autofocus={state.email !== null}
        minLength={PASSWORD_CHARACTERS_MIN}
        hint={t('link.passwordHint', { n: PASSWORD_CHARACTERS_MIN })}
        value={password}
        faults={faults.password}
        change={(text) => change({ password: text })}
      />
      {state.second_factor && <CodeField value={code} faults={faults.code} change={(text) => change({ code: text })} />}
    </Form>
  );
}
