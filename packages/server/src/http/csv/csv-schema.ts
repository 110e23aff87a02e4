import Type from 'typebox';

/** For the schema of a route that answers with CSV as well: marks it for the API reference, and describes `raw`. */
export const ANSWERS_CSV = {
  'x-csv': true,
  querystring: Type.Object({
    raw: Type.Optional(
      Type.Boolean({ description: 'In CSV: leave texts as they are that a spreadsheet would take for formulas.' }),
    ),
  }),
};
