import type { Changing } from '../api/change.js';
import { t } from '../texts/texts.js';
import { Refusal } from './refusal.js';

interface Props {
  readonly changing: Changing;
  readonly action: string;
  readonly isReady?: boolean;
  /** What the button deletes; without it, it sends the form around it. */
  remove?(): void;
  close(): void;
}

/** The end of a dialog: what the server refused, the button that goes on, and the one that leaves. */
export function DialogEnd({ changing, action, isReady = true, remove, close }: Props) {
  return (
    <>
      {changing.error && <Refusal error={changing.error} />}
      <footer>
        <button
          type={remove ? 'button' : 'submit'}
          class={`button ${remove ? 'danger' : 'primary'}`}
          disabled={changing.isRunning || !isReady}
          onClick={remove}
        >
          {action}
        </button>
        <button type="button" class="button" onClick={close}>
          {t('form.cancel')}
        </button>
      </footer>
    </>
  );
}
