import fc from 'fast-check';
import { key, rarely, SESSIONS, word } from './values.js';

export const sessionAddress = rarely(fc.constantFrom(...SESSIONS, 'nobody'), word).map(
  (id) => `/sessions/${encodeURIComponent(Buffer.from(id).toString())}`,
);

export const goalAddress = key.map((one) => `/goals/${encodeURIComponent(one)}`);
