import { useChange } from '../api/change.js';
import { Dialog } from '../parts/dialog.js';
import { TextField } from '../parts/field.js';
import { Form, useDraft } from '../parts/form.js';
import { loadNotes } from '../state/notes.js';
import { opened } from '../state/opened.js';
import { period, thisDay } from '../state/period.js';
import { t } from '../texts/texts.js';

const close = () => {
  opened.value = null;
};

/** A note on a day, which the trend shows to everybody who looks at the project. */
export function NoteDialog() {
  const [draft, change] = useDraft({ date: [period.peek().to, thisDay.peek()].sort()[0]!, text: '' });
  const saving = useChange();
  const faults = saving.error?.faults ?? {};
  const save = async () => {
    if ((await saving.run({ method: 'POST', path: 'notes', body: draft.value })) === null) return;
    loadNotes();
    close();
  };
  return (
    <Dialog title={t('note.add')} close={close}>
      <Form changing={saving} action={t('note.save')} submit={save} close={close}>
        <TextField
          label={t('note.day')}
          type="date"
          required
          value={draft.value.date}
          faults={faults.date}
          change={(date) => change({ date })}
        />
        <TextField
          label={t('note.text')}
          required
          autofocus
          value={draft.value.text}
          faults={faults.text}
          hint={t('note.hint')}
          change={(text) => change({ text })}
        />
      </Form>
    </Dialog>
  );
}
