import { useSignalEffect } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import type { Call } from '../../api/call.js';
import { useChange } from '../../api/change.js';
import { TextField } from '../../parts/field.js';
import { Form, useDraft } from '../../parts/form.js';
import { Failure, Loading } from '../../parts/states.js';
import { openShared, type Shared } from '../../state/shared.js';
import { t } from '../../texts/texts.js';
import { Entrance } from './entrance.js';

const openCall = (link: string, password?: string): Call => ({
  method: 'POST',
  path: 'share-links/open',
  body: { link, ...(password !== undefined && { password }) },
});

/** The page of a share link until it is opened: it asks for the password, if the link has one. */
export default function SharedPage({ link }: { link: string }) {
  const answer = useAnswer<{ data: Shared }>(() => openCall(link));
  const { data, error } = answer.value;
  useSignalEffect(() => {
    const { data: opened, isLoading } = answer.value;
    if (opened && !isLoading) openShared(link, opened.data);
  });
  if (error?.faults.password) {
    return (
      <Entrance title={t('shared.password')}>
        <p>{t('shared.passwordHint')}</p>
        <Password link={link} />
      </Entrance>
    );
  }
  if (error?.status === 422) {
    return (
      <Entrance title={t('shared.void')}>
        <p>{t('shared.voidHint')}</p>
      </Entrance>
    );
  }
  return (
    <Entrance title={t('shared.title')}>
      {error ? <Failure error={error} again={answer.again} /> : !data && <Loading lines={3} />}
    </Entrance>
  );
}

function Password({ link }: { link: string }) {
  const [draft, change] = useDraft({ password: '' });
  const opening = useChange();
  const submit = async () => {
    const answer = await opening.run<{ data: Shared }>(openCall(link, draft.value.password));
    if (answer) openShared(link, answer.data);
  };
  return (
    <Form changing={opening} action={t('shared.open')} submit={submit}>
      <TextField
        label={t('signIn.password')}
        type="password"
        required
        autofocus
        value={draft.value.password}
        faults={opening.error?.faults.password}
        change={(password) => change({ password })}
      />
    </Form>
  );
}
