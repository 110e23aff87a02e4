import Type, { type TSchema } from 'typebox';

interface Paged {
  /** Address of the list, without a query. */
  readonly path: string;
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
  readonly total: number;
  readonly data: readonly object[];
}

/** A page of a list in the shape that Laravel's LengthAwarePaginator has as JSON. */
export function paginate({ path, page, perPage, total, data }: Paged): object {
  const lastPage = Math.max(1, Math.ceil(total / perPage));
  const url = (number: number) => `${path}?page=${number}`;
  const first = (page - 1) * perPage + 1;
  const previous = page > 1 ? url(page - 1) : null;
  const next = page < lastPage ? url(page + 1) : null;
  return {
    current_page: page,
    data,
    first_page_url: url(1),
    from: data.length > 0 ? first : null,
    last_page: lastPage,
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
    per_page: perPage,
    prev_page_url: previous,
    to: data.length > 0 ? first + data.length - 1 : null,
    total,
  };
}

const EACH_SIDE = 3;
const NEAR_AN_END = EACH_SIDE + 4;

/** Null stands for a gap. https://github.com/laravel/framework/blob/12.x/src/Illuminate/Pagination/UrlWindow.php */
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
const number = (description: string, example: number) => Type.Integer({ minimum: 0, description, examples: [example] });
const orNull = (schema: TSchema, description: string) => Type.Union([schema, Type.Null()], { description });
const url = (example: string) => Type.String({ examples: [example] });

/** What `paginate` makes of such items, described. */
export function paginated(item: TSchema): TSchema {
  return Type.Object({
    current_page: number('From 1.', 1),
    data: Type.Array(item),
    first_page_url: url(`${PATH}?page=1`),
    from: orNull(Type.Integer(), 'Which of all sessions the first of this page is, from 1; null on an empty page.'),
    last_page: number('At least 1.', 1),
    last_page_url: url(`${PATH}?page=1`),
    links: Type.Array(
      Type.Object({
        url: orNull(Type.String(), 'Null for a gap, and where there is no such page.'),
        label: Type.String({ description: 'HTML.', examples: ['1'] }),
        active: Type.Boolean({ description: 'Whether it is this page.' }),
      }),
      { description: 'The page before, some page numbers, the page after.', examples: [[]] },
    ),
    next_page_url: orNull(Type.String(), 'Null on the last page. Send the same body there.'),
    path: url(PATH),
    per_page: number('Sessions of a page.', 15),
    prev_page_url: orNull(Type.String(), 'Null on the first page.'),
    to: orNull(Type.Integer(), 'Which of all sessions the last of this page is; null on an empty page.'),
    total: number('Sessions on all pages.', 1),
  });
}
