import { useSignal } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import { useChange } from '../../api/change.js';
import type { NewShareLink, ShareLink } from '../../api/types.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/field.js';
import { Form, useDraft } from '../../parts/form.js';
import { Opener } from '../../parts/opener.js';
import { Refusal } from '../../parts/refusal.js';
import { Failure } from '../../parts/states.js';
import { timeZone } from '../../state/project.js';
import { moment } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import { DeleteButton } from './delete-button.js';
import { Rows } from './rows.js';
import { DaysField, Secret } from './secret.js';
import { Section } from './section.js';

const PASSWORD_CHARACTERS_MIN = 12;

/** The links that show the project's overview to whoever has them. */
export function Sharing() {
  const answer = useAnswer<{ data: readonly ShareLink[] }>(() => ({ method: 'GET', path: 'share-links' }));
  const revoking = useChange();
  const { data, error } = answer.value;
  if (error) return <Failure error={error} again={answer.again} />;
  return (
    <Section
      title={t('settings.sharing')}
      about={t('sharing.about')}
      tools={
        <Opener label={t('sharing.new')} isPrimary>
          {(close) => <NewLinkDialog made={answer.again} close={close} />}
        </Opener>
      }
    >
      <Rows
        none={{ icon: 'open', title: t('sharing.none') }}
        rows={
          data?.data.map((one) => ({
            key: one.id,
            title: one.name ?? t('sharing.unnamed'),
            details: [factsOf(one).join(' · ')],
            tools: (
              <DeleteButton
                label={t('token.revoke')}
                name={t('token.revokeOf', { token: one.name ?? t('sharing.unnamed') })}
                path={`share-links/${encodeURIComponent(one.id)}`}
                deleting={revoking}
                deleted={answer.again}
              />
            ),
          })) ?? null
        }
      />
      {revoking.error && <Refusal error={revoking.error} />}
    </Section>
  );
}

function factsOf({ created_at, expires_at, has_password }: ShareLink): readonly string[] {
  const facts = [t('sharing.since', { at: moment(created_at, timeZone.value) })];
  if (has_password) facts.push(t('sharing.withPassword'));
  if (expires_at !== null) {
    const isOver = Date.parse(expires_at) <= Date.now();
    facts.push(t(isOver ? 'sharing.expired' : 'token.expires', { at: moment(expires_at, timeZone.value) }));
  }
  return facts;
}

function NewLinkDialog({ made, close }: { made(): void; close(): void }) {
  const [draft, change] = useDraft({ name: '', password: '', days: '' });
  const link = useSignal<string | null>(null);
  const creating = useChange();
  const { name, password, days } = draft.value;
  const faults = creating.error?.faults ?? {};
  const create = async () => {
    const body = {
      name: name.trim() || null,
      password: password || null,
      expires_in_days: days === '' ? null : Number(days),
    };
    const answer = await creating.run<{ data: NewShareLink }>({ method: 'POST', path: 'share-links', body });
    if (answer === null) return;
    link.value = answer.data.link;
    made();
  };
  if (link.value !== null) {
    return (
      <Dialog title={t('sharing.created')} close={close}>
        <Secret about={t('sharing.once')} text={`${location.origin}${location.pathname}#/shared/${link.value}`} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t('sharing.new')} close={close}>
      <Form changing={creating} action={t('sharing.create')} submit={create} close={close}>
        <TextField
          label={t('goal.name')}
          value={name}
          maxLength={120}
          autofocus
          faults={faults.name}
          hint={t('sharing.nameHint')}
          change={(text) => change({ name: text })}
        />
        <TextField
          label={t('sharing.password')}
          type="password"
          autocomplete="new-password"
          value={password}
          faults={faults.password}
          hint={t('sharing.passwordHint', { n: PASSWORD_CHARACTERS_MIN })}
          change={(text) => change({ password: text })}
        />
        <DaysField value={days} faults={faults.expires_in_days} change={(text) => change({ days: text })} />
      </Form>
    </Dialog>
  );
}
