import { Dialog } from '../parts/dialog.js';
import { Field, Form } from '../parts/form.js';
import { addNote } from '../state/notes.js';
import { opened } from '../state/opened.js';
import { period, thisDay } from '../state/period.js';
import { t } from '../texts/texts.js';

const close = () => {
  opened.value = null;
};

/** A note on a day, which the trend shows to everybody who looks at the project. */
export function NoteDialog() {
  const { to } = period.value;
  return (
    <Dialog title={t('note.add')} close={close}>
      <Form
        action={t('note.save')}
        submit={async ({ date, text }) => {
          await addNote(date!, text!);
          close();
        }}
      >
        <Field name="date" type="date" label={t('note.day')} value={[to, thisDay.value].sort()[0]!} />
        <Field name="text" label={t('note.text')} hint={t('note.hint')} />
      </Form>
    </Dialog>
  );
}
