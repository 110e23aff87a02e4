import Type, { type TSchema } from 'typebox';
import { textOrNull } from './answer-fields.js';
import { answer, examples } from './responses.js';

type Named = Parameters<typeof examples>[0];

interface Description {
  readonly title: string;
  /** One of the things listed, such as "conversion". */
  readonly thing: string;
  readonly expanded: TSchema;
  readonly expandedCount: TSchema;
  readonly examples: Named;
}

/** The response schema of an endpoint about given sessions: strings, or with `expand` objects. */
export function sessionQueryAnswer({ title, thing, expanded, expandedCount, examples: named }: Description): TSchema {
  return answer(
    Type.Object(
      {
        error: Type.Boolean({ description: 'Always false.', examples: [false] }),
        data: Type.Union([Type.Array(Type.String()), Type.Array(expanded), Type.Array(expandedCount)], {
          description: `\`list\`: a ${thing} id each, ordered by (time, id). \`count\`: a decimal string for each entry of \`session_ids\`, in its order. With \`expand\`: objects.`,
          examples: [[]],
        }),
        next_cursor: Type.Optional(textOrNull('Only when `limit` or `cursor` was given; null on the last page.')),
      },
      { title, ...examples(named) },
    ),
  );
}
