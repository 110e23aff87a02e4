import { useAnswer } from '../../api/answer.js';
import type { Call } from '../../api/call.js';
import type { ImportSummary, Session } from '../../api/types.js';
import { Link } from '../../parts/link.js';
import { changesTo } from '../../state/period.js';
import { number } from '../../texts/format.js';
import { t } from '../../texts/texts.js';
import type { FileImport } from './imports.js';

/** Refused lines that are shown one by one; all are counted. */
const REFUSALS_SHOWN = 5;

interface Props {
  readonly files: readonly FileImport[];
  /** Called when others are to be imported. */
  again(): void;
}

/** What became of files. */
export function Imported({ files, again }: Props) {
  const isAnyStored = files.some(({ summary }) => summary && summary.stored + summary.repeated > 0);
  return (
    <div class="imported" role="status">
      {files.map(({ file, summary }) => summary && <OfFile key={file.name} name={file.name} summary={summary} />)}
      <div class="buttons">
        {isAnyStored && <ToDays />}
        <button type="button" class="button" onClick={again}>
          {t('import.another')}
        </button>
      </div>
    </div>
  );
}

/** What became of the lines of a file: the summary that the command prints, too. */
function OfFile({ name, summary }: { name: string; summary: ImportSummary }) {
  const { format, lines, stored, repeated, filtered, refused, refusals, forwarded, apart, truncated } = summary;
  const counts = [
    [t('import.format'), format ?? t('import.noLines')],
    [t('import.lines'), number(lines)],
    [t('import.stored'), number(stored)],
    [t('import.repeated'), number(repeated)],
    [t('import.filtered'), byKind(filtered)],
    [t('import.refused'), byKind(refused)],
  ] as const;
  const notes = [
    forwarded > 0 ? t('import.forwarded', { n: forwarded }) : null,
    apart > 0 ? t('import.apart', { n: apart }) : null,
    truncated,
  ].filter((note) => note !== null);
  return (
    <section aria-label={name}>
      <h3>{t('import.done', { file: name })}</h3>
      <dl>
        {counts.map(([about, count]) => (
          <div key={about}>
            <dt>{about}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      {refusals.length > 0 && (
        <ul class="notice">
          {refusals.slice(0, REFUSALS_SHOWN).map(({ line, reason }) => (
            <li key={line}>{`${t('import.line', { n: line })}: ${reason}`}</li>
          ))}
        </ul>
      )}
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </section>
  );
}

/** "12 (bots 10, errors and redirects 2)" */
function byKind(counts: ImportSummary['filtered'] | ImportSummary['refused']): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  const kinds = some.map(([kind, count]) => `${t(`import.kind.${kind as keyof typeof counts}`)} ${number(count)}`);
  const total = number(some.reduce((sum, [, count]) => sum + count, 0));
  return kinds.length > 0 ? `${total} (${kinds.join(', ')})` : total;
}

const endCall = (sortOrder: 'asc' | 'desc'): Call => ({
  method: 'POST',
  path: 'project/sessions',
  body: { start_date: '1970-01-01', end_date: '2199-12-31', sortKey: 'created_at', sortOrder, per_page: 1 },
});

/** The overview of all days that have sessions: those of a log are often not the last seven. */
function ToDays() {
  type Answer = { readonly data: { readonly data: readonly Session[] } };
  const [first, last] = [
    useAnswer<Answer>(() => endCall('asc')).value.data?.data.data[0],
    useAnswer<Answer>(() => endCall('desc')).value.data?.data.data[0],
  ];
  if (!first || !last) return null;
  const days = changesTo({ from: first.created_at.slice(0, 10), to: last.created_at.slice(0, 10) });
  return (
    <Link to={{ ...days, view: null, section: null }} class="button primary">
      {t('import.show')}
    </Link>
  );
}
