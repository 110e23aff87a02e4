import type { CallError } from '../api/call.js';
import { t } from '../texts/texts.js';

/** Says that a change was not made, and why. What is wrong with a field stands there. */
export function Refusal({ error }: { error: CallError }) {
  const isOnlyOfFields = error.status === 422 && Object.keys(error.faults).some((field) => field !== 'body');
  const reason = error.status === 0 ? t('state.unreachable') : error.message;
  return (
    <p class="fault" role="alert">
      {isOnlyOfFields ? t('form.faults') : reason}
    </p>
  );
}
