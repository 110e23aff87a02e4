import { Icon } from '../../parts/icon.js';
import { notes, removeNote } from '../../state/notes.js';
import { mayWrite } from '../../state/project.js';
import { day } from '../../texts/format.js';
import { t } from '../../texts/texts.js';

/** The notes on days of the period, below the trend. */
export function NoteList() {
  if (notes.value.length === 0) return null;
  return (
    <ul class="notes" aria-label={t('note.list')}>
      {notes.value.map(({ id, date, text }) => (
        <li key={id}>
          <time dateTime={date}>{day(date)}</time>
          <span>{text}</span>
          {mayWrite.value && (
            <button type="button" aria-label={t('note.remove', { note: text })} onClick={() => removeNote(id)}>
              <Icon name="close" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
