import Type from 'typebox';
import { originField, textOrNull, time } from '../http/answer-fields.js';

/** A visit in an answer with `expand`. */
export const VisitSchema = Type.Object(
  {
    id: Type.String({ description: '`session_id:event_id`.', examples: ['1:e1'] }),
    session_id: Type.String({ examples: ['1'] }),
    occurred_at: time(),
    url: Type.String({ description: 'The page, exactly as sent.', examples: ['https://shop.example/thanks?x=1'] }),
    title: textOrNull('Title of the page.'),
    referrer: textOrNull('Where the visitor came from.'),
    origin: originField('Who sent it'),
  },
  { title: 'SessionVisit' },
);

/** A count in an answer with `expand`. */
export const VisitCountSchema = Type.Object(
  {
    session_id: Type.String({ examples: ['1'] }),
    known: Type.Boolean({ description: 'Whether the project has this session.' }),
    count: Type.Integer({ minimum: 0, examples: [2] }),
  },
  { title: 'VisitCount' },
);
