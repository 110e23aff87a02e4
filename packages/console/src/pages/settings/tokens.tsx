import { useSignal } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import { useChange } from '../../api/change.js';
import type { NewToken, Token } from '../../api/types.js';
import { CopyButton } from '../../parts/copy.js';
import { Dialog } from '../../parts/dialog.js';
import { DialogEnd } from '../../parts/dialog-end.js';
import { TextField } from '../../parts/field.js';
import { Refusal } from '../../parts/refusal.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { timeZone } from '../../state/project.js';
import { moment } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
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
  const isOpen = useSignal(false);
  const revoking = useChange();
  const { data, error } = answer.value;
  const tokens = data?.data.filter((one) => one.revoked_at === null);
  const revoke = async (id: string) => {
    if ((await revoking.run({ method: 'DELETE', path: `tokens/${encodeURIComponent(id)}` })) !== null) answer.again();
  };
  if (error) return <Failure error={error} again={answer.again} />;
  return (
    <Section
      title={t('settings.tokens')}
      about={t('token.about')}
      tools={
        <button
          type="button"
          class="button primary"
          onClick={() => {
            isOpen.value = true;
          }}
        >
          {t('token.new')}
        </button>
      }
    >
      {!tokens ? (
        <Loading lines={4} />
      ) : tokens.length === 0 ? (
        <Empty icon="keys" title={t('token.none')} />
      ) : (
        <ul class="rows">
          {tokens.map((one) => (
            <li key={one.id}>
              <div>
                <strong>{one.name ?? one.id}</strong>
                <span>{one.abilities.join(', ')}</span>
                <span>
                  {one.last_used_at
                    ? t('token.used', { at: moment(one.last_used_at, timeZone.value) })
                    : t('token.unused')}
                  {one.expires_at && ` · ${t('token.expires', { at: moment(one.expires_at, timeZone.value) })}`}
                </span>
              </div>
              <button
                type="button"
                class="button danger"
                disabled={revoking.isRunning}
                aria-label={t('token.revokeOf', { token: one.name ?? one.id })}
                onClick={() => revoke(one.id)}
              >
                {t('token.revoke')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {revoking.error && <Refusal error={revoking.error} />}
      {isOpen.value && (
        <NewTokenDialog
          made={answer.again}
          close={() => {
            isOpen.value = false;
          }}
        />
      )}
    </Section>
  );
}

function NewTokenDialog({ made, close }: { made(): void; close(): void }) {
  const name = useSignal('');
  const days = useSignal('');
  const abilities = useSignal<readonly Ability[]>(['conversions:read']);
  const token = useSignal<string | null>(null);
  const creating = useChange();
  const faults = creating.error?.faults ?? {};
  const create = async (event: Event) => {
    event.preventDefault();
    const body = {
      name: name.value.trim() || null,
      abilities: abilities.value,
      expires_in_days: days.value === '' ? null : Number(days.value),
    };
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
      <form class="confirm" onSubmit={create}>
        <TextField
          label={t('goal.name')}
          value={name.value}
          maxLength={120}
          autofocus
          faults={faults.name}
          hint={t('token.nameHint')}
          change={(text) => {
            name.value = text;
          }}
        />
        <fieldset class="field">
          <legend>{t('token.abilities')}</legend>
          {ABILITIES.map((ability) => (
            <label key={ability} class="check">
              <input
                type="checkbox"
                checked={abilities.value.includes(ability)}
                onChange={({ currentTarget }) => {
                  const others = abilities.value.filter((one) => one !== ability);
                  abilities.value = currentTarget.checked ? [...others, ability] : others;
                }}
              />
              <span>
                <code>{ability}</code> {t(`ability.${ability}`)}
              </span>
            </label>
          ))}
        </fieldset>
        <TextField
          label={t('token.days')}
          value={days.value}
          inputmode="numeric"
          faults={faults.expires_in_days}
          hint={t('token.daysHint')}
          change={(text) => {
            days.value = text.replace(/\D/g, '');
          }}
        />
        <DialogEnd changing={creating} action={t('token.create')} isReady={abilities.value.length > 0} close={close} />
      </form>
    </Dialog>
  );
}

/** A secret that is shown once, with a button that copies it. */
export function Secret({ about, text }: { about: string; text: string }) {
  return (
    <div class="confirm">
      <p>{about}</p>
      <code class="secret">{text}</code>
      <CopyButton text={() => text} label={t('settings.copy')} />
    </div>
  );
}
