import { describe, expect, it } from 'vitest';
import { isUlid, nextUlid } from '#goalpost/model/ulid.js';

const AT = Date.parse('2026-01-03T10:00:00Z');

describe('ids in the order in which they were made', () => {
  it('within one millisecond', () => {
    const ids = Array.from({ length: 1000 }, () => nextUlid(AT));
    expect(ids.every(isUlid)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('by time, when the clock is turned back', () => {
    const [late, early, lateAgain] = [AT + 1, AT, AT + 1].map(nextUlid);
    expect(early! < late!).toBe(true);
    expect(early! < lateAgain!).toBe(true);
    expect(late!.slice(0, 10)).toBe(lateAgain!.slice(0, 10));
  });
});
