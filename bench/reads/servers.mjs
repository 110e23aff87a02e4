import { fileURLToPath } from 'node:url';

const contender = (file) => fileURLToPath(new URL(`../contenders/${file}`, import.meta.url));
export const GOALPOST = fileURLToPath(new URL('../../packages/server/bin/goalpost.js', import.meta.url));

/** A server with constant answers of the given sizes. */
export function constantServer(name, answerBytes) {
  return {
    name,
    dataSet: null,
    args: (port) => [contender(`${name}.mjs`), port, ...answerBytes].map(String),
    ready: '/',
    path: (bytes) => `/bytes/${bytes}`,
  };
}

export function handWritten(dataSet) {
  return {
    name: 'hand-written',
    dataSet,
    args: (port) => [contender('hand-written.mjs'), String(port), dataSet.dataDir],
    ready: '/',
    path: () => '/conversions',
  };
}

export function goalpost(dataSet) {
  return {
    name: 'goalpost',
    dataSet,
    args: (port) => [GOALPOST, 'serve', '--host', '127.0.0.1', '--port', String(port), '--data-dir', dataSet.dataDir],
    ready: '/readyz',
    path: () => '/api/services/analytics/v1/sessions/get-conversions',
  };
}

/** The read without HTTP is not a server; it runs once per measurement. */
export function straightArgs(dataSet, { key, sessions }, { seconds, seed }) {
  return [contender('straight.mjs'), dataSet.dataDir, dataSet.idsFile, key, sessions, seconds, seed].map(String);
}
