import Type, { type TSchema } from 'typebox';
import { count, orNull, textOrNull } from '../http/answer-fields.js';

interface Page {
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
  readonly total: number;
  readonly data: readonly object[];
}

/** A page of a list and its position in the list. */
export function pageOf({ page, perPage, total, data }: Page) {
  const first = (page - 1) * perPage + 1;
  return {
    current_page: page,
    data,
    from: data.length > 0 ? first : null,
    last_page: Math.max(1, Math.ceil(total / perPage)),
    per_page: perPage,
    to: data.length > 0 ? first + data.length - 1 : null,
    total,
  };
}

/**
 * A page in the JSON shape of Laravel's LengthAwarePaginator. `path` is the URL of the list without a query string.
 */
export function paginate({ path, ...paged }: Page & { readonly path: string }): object {
  const place = pageOf(paged);
  const { current_page: page, last_page: lastPage } = place;
  const url = (number: number) => `${path}?page=${number}`;
  const previous = page > 1 ? url(page - 1) : null;
  const next = page < lastPage ? url(page + 1) : null;
  return {
    ...place,
    first_page_url: url(1),
    last_page_url: url(lastPage),
    links: [
      { url: previous, label: '&laquo; Previous', active: false },
      ...numbersShown(page, lastPage).map((number) =>
        number === null
          ? { url: null, label: '...', active: false }
          : { url: url(number), label: String(number), active: number === page },
      ),
      { url: next, label: 'Next &raquo;', active: false },
    ],
    next_page_url: next,
    path,
    prev_page_url: previous,
  };
}

const EACH_SIDE = 3;
const NEAR_AN_END = EACH_SIDE + 4;

/** Page numbers, with null for a gap. https://github.com/laravel/framework/blob/12.x/src/Illuminate/Pagination/UrlWindow.php */
function numbersShown(page: number, lastPage: number): (number | null)[] {
  if (lastPage < EACH_SIDE * 2 + 8) return range(1, lastPage);
  if (page <= NEAR_AN_END) return [...range(1, NEAR_AN_END + EACH_SIDE), null, lastPage - 1, lastPage];
  if (page > lastPage - NEAR_AN_END) return [1, 2, null, ...range(lastPage - NEAR_AN_END - EACH_SIDE + 1, lastPage)];
  return [1, 2, null, ...range(page - EACH_SIDE, page + EACH_SIDE), null, lastPage - 1, lastPage];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const PATH = 'https://shop.example/api/services/analytics/v1/project/sessions';
const url = (example: string) => Type.String({ examples: [example] });

/** Schema of what `paginate` returns for such items. */
export function paginated(item: TSchema): TSchema {
  return Type.Object({
    current_page: count('From 1.', 1),
    data: Type.Array(item),
    first_page_url: url(`${PATH}?page=1`),
    from: orNull(Type.Integer(), {
      description: 'Position of the first session of this page among all sessions, from 1; null on an empty page.',
    }),
    last_page: count('At least 1.', 1),
    last_page_url: url(`${PATH}?page=1`),
    links: Type.Array(
      Type.Object({
        url: textOrNull('Null for a gap and for a page that does not exist.'),
        label: Type.String({ description: 'HTML.', examples: ['1'] }),
        active: Type.Boolean({ description: 'Whether this is the current page.' }),
      }),
      { description: 'The previous page, some page numbers, the next page.', examples: [[]] },
    ),
    next_page_url: textOrNull('Null on the last page. Send the same body to it.'),
    path: url(PATH),
    per_page: count('Sessions per page.', 15),
    prev_page_url: textOrNull('Null on the first page.'),
    to: orNull(Type.Integer(), {
      description: 'Position of the last session of this page among all sessions; null on an empty page.',
    }),
    total: count('Sessions on all pages.', 1),
  });
}
