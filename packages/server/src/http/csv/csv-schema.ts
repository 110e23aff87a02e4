import Type from 'typebox';

/** For the schema of a route that answers with CSV as well: marks it for the API reference, and describes `raw`. */
export const ANSWERS_CSV = {
  'x-csv': true,
  querystring: Type.Object({
    raw: Type.Optional(
      Type.Boolean({
        description:
          'With `Accept: text/csv`, the answer is CSV. Whether texts that a spreadsheet would take for formulas stay as they are there.',
      }),
    ),
  }),
};
