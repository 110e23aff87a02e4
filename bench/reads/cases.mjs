const SESSION_COUNTS = [1, 3, 100, 1000];

/** All measured requests. Most targets are about `list-3`. */
export const READ_CASES = [false, true].flatMap((expand) =>
  ['list', 'count'].flatMap((key) =>
    SESSION_COUNTS.map((sessions) => ({
      name: `${key}-${sessions}${expand ? '-expanded' : ''}`,
      key,
      sessions,
      expand,
    })),
  ),
);
