import { expect, it } from 'vitest';
import { paginate } from '#goalpost/sessions/paginator.js';

// The expected links are those of Laravel 12: `(new LengthAwarePaginator([], $last * 15, 15, $page))->toArray()`.
it.each([
  [1, 1, '1'],
  [3, 13, '1 2 3 4 5 6 7 8 9 10 11 12 13'],
  [1, 14, '1 2 3 4 5 6 7 8 9 10 ... 13 14'],
  [7, 14, '1 2 3 4 5 6 7 8 9 10 ... 13 14'],
  [8, 14, '1 2 ... 5 6 7 8 9 10 11 12 13 14'],
  [14, 14, '1 2 ... 5 6 7 8 9 10 11 12 13 14'],
  [8, 16, '1 2 ... 5 6 7 8 9 10 11 ... 15 16'],
  [500, 1000, '1 2 ... 497 498 499 500 501 502 503 ... 999 1000'],
])('page %i of %i has the links %s', (page, lastPage, labels) => {
  const { links } = paginate({ path: '/', page, perPage: 15, total: lastPage * 15, data: [] }) as {
    links: { url: string | null; label: string; active: boolean }[];
  };
  expect(
    links
      .slice(1, -1)
      .map(({ label }) => label)
      .join(' '),
  ).toBe(labels);
  expect(links.filter(({ active }) => active)).toEqual([{ url: `/?page=${page}`, label: String(page), active: true }]);
  expect(links[0]).toMatchObject({ url: page === 1 ? null : `/?page=${page - 1}`, label: '&laquo; Previous' });
  expect(links.at(-1)).toMatchObject({ url: page === lastPage ? null : `/?page=${page + 1}`, label: 'Next &raquo;' });
});
