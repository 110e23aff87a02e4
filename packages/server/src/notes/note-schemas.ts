import Type from 'typebox';
import { nullable } from '../validation/rule-schemas.js';

export const NOTE_CHARACTERS_MAX = 500;

const day = (description: string) =>
  Type.String({
    description,
    examples: ['2026-01-15'],
    pattern: '^\\d{4}-\\d{2}-\\d{2}$',
    expected: 'a day like "2026-01-31"',
  });

const date = () => day("A day in the project's time zone.");

const text = () =>
  Type.String({
    description: 'What happened on that day.',
    examples: ['New home page'],
    pattern: '\\S',
    maxLength: NOTE_CHARACTERS_MAX,
    expected: `a text of 1 to ${NOTE_CHARACTERS_MAX} characters, not all of them white space`,
  });

const time = (example: string) => Type.String({ format: 'date-time', description: 'UTC.', examples: [example] });

export const NoteResource = Type.Object(
  {
    id: Type.String({ description: 'Id of the note.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S5'] }),
    date: date(),
    text: text(),
    created_at: time('2026-01-15T10:00:00.000Z'),
    updated_at: time('2026-01-15T10:00:00.000Z'),
  },
  { title: 'Note', description: 'A note on a day, for people who look at reports.' },
);

export const NoteBody = Type.Object(
  { date: date(), text: text() },
  { title: 'NewNote', description: 'A note to create. Unknown fields are ignored.' },
);

export const NotePatch = Type.Object(
  { date: Type.Optional(nullable(date())), text: Type.Optional(nullable(text())) },
  { title: 'NoteChange', description: 'Absent fields and null keep their values.' },
);

export const NotesQuery = Type.Object({
  start_date: Type.Optional(day('The first day. Default: of the oldest note.')),
  end_date: Type.Optional(day('The last day. Default: of the newest note.')),
});
