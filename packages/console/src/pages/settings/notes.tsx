import { useAnswer } from '../../api/answer.js';
import { useChange } from '../../api/change.js';
import { Refusal } from '../../parts/refusal.js';
import { Failure } from '../../parts/states.js';
import { day } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
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
  const remove = async (id: string) => {
    if ((await removing.run({ method: 'DELETE', path: `notes/${encodeURIComponent(id)}` })) !== null) answer.again();
  };
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
              <button
                type="button"
                class="button danger"
                disabled={removing.isRunning}
                aria-label={t('goal.deleteOf', { goal: text })}
                onClick={() => remove(id)}
              >
                {t('form.delete')}
              </button>
            ),
          })) ?? null
        }
      />
      {removing.error && <Refusal error={removing.error} />}
    </Section>
  );
}
