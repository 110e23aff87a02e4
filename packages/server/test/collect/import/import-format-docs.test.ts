import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ASSET_EXTENSIONS } from '#goalpost/collect/access-log/assets.js';
import { detectFormat } from '#goalpost/collect/access-log/detect.js';
import { FILTER_REASONS, REFUSAL_KINDS } from '#goalpost/collect/event/event-counts.js';
import { ChainElementSchema, ClickLine, CustomEventLine, VisitLine } from '#goalpost/collect/event/event-schema.js';
import { parseEvent } from '#goalpost/collect/event/parse-event.js';
import { LINE_BYTES_MAX } from '#goalpost/collect/lines/lines.js';
import { SESSION_GAP_MS } from '#goalpost/model/session.js';
import { VISITORS_MAX } from '#goalpost/model/visitor.js';

const page = readFileSync(new URL('../../../../../docs/import-format.md', import.meta.url), 'utf8');

/** The text between a heading (or another line) and the next heading. */
function section(heading: string): string {
  const [, after] = page.split(`${heading}\n`);
  return after!.split(/\n#+ /)[0]!;
}

/** The rows of the first table in a section, with trimmed cells. */
function table(heading: string): string[][] {
  const rows = section(heading)
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const start = rows.findIndex((cells) => cells.length > 0) + 2;
  const rest = rows.slice(start);
  return rest.slice(
    0,
    rest.findIndex((cells) => cells.length === 0),
  );
}

const firstColumn = (heading: string) => table(heading).map(([name]) => name);
const codeBlock = (language: string) => page.split(`\`\`\`${language}\n`)[1]!.split('\n```')[0]!.split('\n');

interface Fields {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, object>>;
}

function rowsOf({ required, properties }: Fields): string[][] {
  return Object.entries(properties as Record<string, { expected: string; description: string }>).map(
    ([name, { expected, description }]) => [
      `\`${name}\``,
      required.includes(name) ? 'required' : 'optional',
      name === 'type' ? '"visit", "click" or "event"' : expected,
      description,
    ],
  );
}

const COMMON = ['`session_id`', '`id`', '`type`', '`at`', '`user_agent`', '`origin`'];

describe('the page about the import format', () => {
  it.each<[string, Fields]>([
    ['### `visit`: a page was viewed', VisitLine],
    ['### `click`: something on a page was clicked', ClickLine],
    ['### `event`: something the site itself names', CustomEventLine],
  ])('has all fields of %s', (heading, schema) => {
    expect(table('### Every event')).toEqual(rowsOf(schema).filter(([name]) => COMMON.includes(name!)));
    expect(table(heading)).toEqual(rowsOf(schema).filter(([name]) => !COMMON.includes(name!)));
  });

  it('has all fields of an element', () => {
    expect(table('Each item of `element`:')).toEqual(rowsOf(ChainElementSchema));
  });

  it('has examples that are accepted', () => {
    expect(codeBlock('json lines').map((line) => parseEvent(JSON.parse(line)).ok)).toEqual([true, true, true]);
    expect(codeBlock('log').map((line) => detectFormat([line])?.name)).toEqual(['combined']);
  });

  it('has all reasons, kinds and endings', () => {
    expect(firstColumn('## Access logs').sort()).toEqual(FILTER_REASONS.map((reason) => `\`${reason}\``).sort());
    expect(firstColumn('## The result')).toEqual(REFUSAL_KINDS.map((kind) => `\`${kind}\``));
    const endings = section('## Access logs')
      .split('\n')
      .filter((line) => line.startsWith('- '));
    expect(endings.join().match(/(?<=`)\w+(?=`)/g)).toEqual([...ASSET_EXTENSIONS]);
  });

  it('has the limits', () => {
    const limits = Object.fromEntries(table('## Limits').map(([what, limit]) => [what, Number.parseInt(limit!, 10)]));
    expect(limits).toMatchObject({
      'a line': LINE_BYTES_MAX,
      'visitors of an access log remembered at a time': VISITORS_MAX,
    });
    expect(section('### Sessions').replaceAll('\n', ' ')).toContain(`more than ${SESSION_GAP_MS / 60_000} minutes`);
  });
});
