import Type, { type Static } from 'typebox';
import { textOrNull } from '../../http/answer-fields.js';
import { placed, type TrackRequest } from './track-body.js';

export const Tracked = Type.Object(
  {
    session_id: textOrNull(
      'The session of the newest of the events; null for a bot, and for a visitor who objects (`Sec-GPC: 1` or `DNT: 1`), whose events are counted and not kept.',
      '01KE0A9V3M3Y5Q8ZB7W6T1R2S4',
    ),
    refused: Type.Optional(
      Type.Array(
        Type.Object({
          index: Type.Integer({ minimum: 0, description: 'Place in the list sent, from 0.', examples: [1] }),
          reason: Type.String({ description: 'The fault, and what would be right.' }),
        }),
        { description: 'Refused events, if any. The others are stored.' },
      ),
    ),
    left_out: Type.Optional(
      Type.Array(
        Type.Object({
          index: Type.Integer({ minimum: 0, description: 'Place in the list sent, from 0.', examples: [0] }),
          field: Type.String({ description: 'The field that cannot be used.', examples: ['currency'] }),
          reason: Type.String({ description: 'The fault, what would be right, and what the event is stored without.' }),
        }),
        { description: 'Fields that events are stored without, if any.' },
      ),
    ),
  },
  { title: 'Tracked', description: 'The result for the events sent.' },
);

/** What the answer says about events that are refused, or stored without some fields. */
export function complaints({ refused, reduced }: TrackRequest): Partial<Static<typeof Tracked>> {
  return {
    ...(refused.length > 0 && {
      refused: refused.map((event) => ({ index: event.index, reason: placed(event)[0].sentence })),
    }),
    ...(reduced.length > 0 && {
      left_out: reduced.flatMap(({ index, faults }) => {
        const sentences = placed({ index, faults });
        return faults.map(({ path }, place) => ({ index, field: path, reason: sentences[place]!.sentence }));
      }),
    }),
  };
}
