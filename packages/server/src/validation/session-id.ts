import Type from 'typebox';
import { ID_PATTERNS } from '../model/ids.js';

const NUMBER = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

const EXPECTED =
  'a session id (1 to 64 of A-Z, a-z, 0-9, ".", "_", "-") or an integer from 0 to 9007199254740991 (send a larger one as a string)';

/** A session id in a body: a string, or a number, which is converted to its decimal string. */
export function sessionIdSchema(annotations: object) {
  return Type.Union([Type.String({ pattern: ID_PATTERNS.session }), NUMBER], { ...annotations, expected: EXPECTED });
}

/** The same, or with a signature: `ID~SIGNATURE`. */
export function signedSessionIdSchema(annotations: object) {
  return Type.Union([Type.String({ pattern: ID_PATTERNS.signedSession }), NUMBER], {
    ...annotations,
    expected: `${EXPECTED}, or a session id followed by "~" and its signature of 43 characters`,
  });
}
