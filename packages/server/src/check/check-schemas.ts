import Type from 'typebox';
import { PROBLEM_REASONS } from '../collect/track/problems.js';
import { nullable } from '../validation/rule-schemas.js';

const time = (example: string | null) =>
  nullable(Type.String({ format: 'date-time', description: 'UTC; null: none.', examples: [example] }));

const place = (description: string, example: string) => nullable(Type.String({ description, examples: [example] }));

const count = (description: string, example: number) => Type.Integer({ minimum: 0, description, examples: [example] });

const Refusals = Type.Array(
  Type.Object(
    {
      reason: Type.Enum([...PROBLEM_REASONS], {
        type: 'string',
        description:
          '`origin_not_allowed`: the project does not allow the origin. `session_id`: not signed as `page_session_ids` asks, or not wanted. `invalid`: see the answer of `POST track`. `bot`, `opted_out`, `excluded`: left out on purpose.',
        examples: ['origin_not_allowed'],
      }),
      origin: place('The `Origin` of the request.', 'https://blog.example'),
      page: place('Its `Referer`, without query. Browsers may send the origin alone.', 'https://blog.example/'),
      count: count('Events, or requests that could not be read.', 12),
    },
    { title: 'TrackRefusal' },
  ),
  {
    description:
      'What `POST track` did not store in the last hour, most frequent first. Each process of a server counts its own, in memory.',
  },
);

const UnknownOrigins = Type.Array(
  Type.Object(
    { origin: Type.String({ examples: ['https://blog.example'] }), count: count('Requests.', 12) },
    { title: 'UnknownOrigin' },
  ),
  { description: 'Origins of the last hour that the project does not allow.' },
);

export const CheckResource = Type.Object(
  {
    checked_at: Type.String({ format: 'date-time', description: 'UTC.', examples: ['2026-01-31T10:00:00.000Z'] }),
    last_events: Type.Object(
      { visit: time('2026-01-31T09:59:58.000Z'), click: time('2026-01-31T09:59:40.000Z'), event: time(null) },
      {
        title: 'LastEvents',
        description:
          'Of each type, the last event in the newest session that has one, among the 100 sessions that began last.',
      },
    ),
    refusals: Type.Union([Refusals, Type.Null()], { description: 'Null for a command, which collects nothing.' }),
    unknown_origins: Type.Union([UnknownOrigins, Type.Null()], { description: 'Null as above.' }),
    silent_goals: Type.Array(
      Type.Object(
        {
          key: Type.String({ examples: ['purchase'] }),
          name: Type.String({ examples: ['Purchase'] }),
          before: count('Conversions in the 30 days before.', 31),
        },
        { title: 'SilentGoal' },
      ),
      { description: 'Goals with no conversion in the last 7 days that had some in the 30 days before.' },
    ),
  },
  { title: 'ProjectCheck', description: 'Whether tracking works.' },
);
