/**
 * Remembers the last answer. Each event is matched against all goals before the next one, so one answer saves all but one
 * call per event. Keys are compared by `===`: an object must not change.
 */
export function cacheLast<Key, Answer>(prepare: (key: Key) => Answer): (key: Key) => Answer {
  let last: { readonly key: Key; readonly answer: Answer } | null = null;
  return (key) => {
    if (last === null || last.key !== key) last = { key, answer: prepare(key) };
    return last.answer;
  };
}
