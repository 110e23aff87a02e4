import { expect, it } from 'vitest';
import { VisitorSessions } from '#goalpost/collect/access-log/visitor-sessions.js';
import { VISITORS_MAX } from '#goalpost/model/visitor.js';

it('beyond the limit, the visitor not seen for longest is forgotten', () => {
  const sessions = new VisitorSessions('ab'.repeat(32));
  const first = sessions.sessionOf('first', null, 0);
  const second = sessions.sessionOf('second', null, 0);
  for (let visitor = 2; visitor < VISITORS_MAX; visitor++) sessions.sessionOf(`${visitor}`, null, 1000);
  expect(sessions.sessionOf('first', null, 2000)).toBe(first);
  sessions.sessionOf('one more', null, 2000);
  expect(sessions.sessionOf('first', null, 3000)).toBe(first);
  expect(sessions.sessionOf('second', null, 3000)).not.toBe(second);
});
