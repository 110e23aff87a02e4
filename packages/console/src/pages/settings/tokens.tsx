import { useSignal } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import { useChange } from '../../api/change.js';
import type { NewToken, Token } from '../../api/types.js';
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

const ABILITIES = [
  'conversions:read',
  'sessions:read',
  'reports:read',
  'goals:read',
  'goals:write',
  'events:write',
  'sessions:erase',
  'manage',
] as const;
type Ability = (typeof ABILITIES)[number];

/** The tokens of the project. */
export function Tokens() {
  const answer = useAnswer<{ data: readonly Token[] }>(() => ({ method: 'GET', path: 'tokens' }));
  const revoking = useChange();
  const { data, error } = answer.value;
  const tokens = data?.data.filter((one) => one.revoked_at === null);
  if (error) return <Failure error={error} again={answer.again} />;
  return (
    <Section
      title={t('settings.tokens')}
      about={t('token.about')}
      tools={
        <Opener label={t('token.new')} isPrimary>
          {(close) => <NewTokenDialog made={answer.again} close={close} />}
        </Opener>
      }
    >
      <Rows
        none={{ icon: 'keys', title: t('token.none') }}
        rows={
          tokens?.map((one) => ({
            key: one.id,
            title: one.name ?? one.id,
            details: [
              one.abilities.join(', '),
              [
                one.last_used_at
                  ? t('token.used', { at: moment(one.last_used_at, timeZone.value) })
                  : t('token.unused'),
                one.expires_at && t('token.expires', { at: moment(one.expires_at, timeZone.value) }),
              ]
                .filter(Boolean)
                .join(' · '),
            ],
            tools: (
              <DeleteButton
                label={t('token.revoke')}
                name={t('token.revokeOf', { token: one.name ?? one.id })}
                path={`tokens/${encodeURIComponent(one.id)}`}
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

interface Draft {
  readonly name: string;
  readonly abilities: readonly Ability[];
  readonly days: string;
}

function NewTokenDialog({ made, close }: { made(): void; close(): void }) {
  const [draft, change] = useDraft<Draft>({ name: '', abilities: ['conversions:read'], days: '' });
  const token = useSignal<string | null>(null);
  const creating = useChange();
  const { name, abilities, days } = draft.value;
  const faults = creating.error?.faults ?? {};
  const create = async () => {
    const body = { name: name.trim() || null, abilities, expires_in_days: days === '' ? null : Number(days) };
    const answer = await creating.run<{ data: NewToken }>({ method: 'POST', path: 'tokens', body });
    if (answer === null) return;
    token.value = answer.data.token;
    made();
  };
  if (token.value !== null) {
    return (
      <Dialog title={t('token.created')} close={close}>
        <Secret about={t('token.once')} text={token.value} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t('token.new')} close={close}>
      <Form changing={creating} action={t('token.create')} isReady={abilities.length > 0} submit={create} close={close}>
        <TextField
          label={t('goal.name')}
          value={name}
          maxLength={120}
          autofocus
          faults={faults.name}
          hint={t('token.nameHint')}
          change={(text) => change({ name: text })}
        />
        <fieldset class="field">
          <legend>{t('token.abilities')}</legend>
          {ABILITIES.map((ability) => (
            <label key={ability} class="check">
              <input
                type="checkbox"
                checked={abilities.includes(ability)}
                onChange={({ currentTarget }) => {
                  const others = abilities.filter((one) => one !== ability);
                  change({ abilities: currentTarget.checked ? [...others, ability] : others });
                }}
              />
              <span>
                <code>{ability}</code> {t(`ability.${ability}`)}
              </span>
            </label>
          ))}
        </fieldset>
        <DaysField value={days} faults={faults.expires_in_days} change={(text) => change({ days: text })} />
      </Form>
    </Dialog>
  );
}
