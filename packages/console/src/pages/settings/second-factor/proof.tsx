import type { Changing } from '../../../api/change.js';
import { CodeField } from '../../../parts/code-field.js';
import { TextField } from '../../../parts/field.js';
import { Form, useDraft } from '../../../parts/form.js';
import { t } from '../../../texts/texts.js';

interface Props {
  readonly changing: Changing;
  readonly action: string;
  readonly about?: string;
  readonly isDangerous?: boolean;
  /** Whether the code is asked for, too. */
  readonly hasCode: boolean;
  submit(given: { readonly password: string; readonly code: string }): unknown;
  close(): void;
}

/** Asks for the password, and the code, before something about the second factor is changed. */
export function Proof({ changing, action, about, isDangerous = false, hasCode, submit, close }: Props) {
  const [draft, change] = useDraft({ password: '', code: '' });
  const faults = changing.error?.faults ?? {};
  return (
    <Form
      changing={changing}
      action={action}
      isDangerous={isDangerous}
      submit={() => submit(draft.value)}
      close={close}
    >
      {about && <p>{about}</p>}
      <TextField
        label={t('factor.password')}
        type="password"
        autocomplete="current-password"
        required
        autofocus
        value={draft.value.password}
        hint={t('factor.passwordHint')}
        faults={faults.password}
        change={(password) => change({ password })}
      />
      {hasCode && <CodeField value={draft.value.code} faults={faults.code} change={(code) => change({ code })} />}
    </Form>
  );
}
