import { useAnswer } from '../../api/answer.js';
import { useChange } from '../../api/change.js';
import { Refusal } from '../../parts/refusal.js';
import { Failure } from '../../parts/states.js';
import { day } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import { DeleteButton } from './delete-button.js';
import { Rows } from './rows.js';
import { Section } from './section.js';

interface Note {
  readonly id: string;
  readonly date: string;
  readonly text: string;
}

/** All notes on days. They are written at the trend. */
export function Notes() {
  const answer = useAnswer<{ data: readonly Note[] }>(() => ({ method: 'GET', path: 'notes' }));
  const removing = useChange();
  const { data, error } = answer.value;
  if (error) return <Failure error={error} again={answer.again} />;
  return (
    <Section title={t('settings.notes')} about={t('settings.notesAbout')}>
      <Rows
        none={{ icon: 'calendar', title: t('settings.noNotes') }}
        rows={
          data?.data.map(({ id, date, text }) => ({
            key: id,
            title: day(date, { dateStyle: 'medium' }),
            details: [text],
            tools: (
              <DeleteButton
                label={t('form.delete')}
                name={t('goal.deleteOf', { goal: text })}
                path={`notes/${encodeURIComponent(id)}`}
                deleting={removing}
                deleted={answer.again}
              />
            ),
          })) ?? null
        }
      />
      {removing.error && <Refusal error={removing.error} />}
    </Section>
  );
}
