import type { Json } from './json.js';

const CSV = {
  schema: { type: 'string', description: 'RFC 4180: a line of names, and a line for each row.' },
};

/** The document with CSV among the answers of each operation that is marked with `x-csv`. */
export function withCsvAnswers(document: Json): Json {
  const paths = Object.entries<Json>(document.paths).map(([path, operations]) => [
    path,
    Object.fromEntries(Object.entries<Json>(operations).map(([method, one]) => [method, described(one)])),
  ]);
  return { ...document, paths: Object.fromEntries(paths) };
}

function described({ 'x-csv': answersCsv, ...operation }: Json): Json {
  if (!answersCsv) return operation;
  const { 200: success, ...others } = operation.responses;
  const content = { ...success.content, 'text/csv': CSV };
  return { ...operation, responses: { 200: { ...success, content }, ...others } };
}
