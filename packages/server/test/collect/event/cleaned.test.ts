import { describe, expect, it } from 'vitest';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useApi } from '../../support/api.js';
import { send as sendImport } from '../import/import-route/lines.js';
import { send as sendTracked } from '../track/track.js';

const api = useApi();
const P1 = 'p1' as ProjectId;
const AT = '2026-01-03T10:00:00Z';

/** Stores events of session 1 in one of the two ways, and returns them as the timeline shows them. */
const WAYS = {
  track: async (events: object[]) => {
    const answer = await sendTracked(api, toText({ site: 'site-p1', session_id: '1', events: events.map(withAge) }));
    expect(answer.statusCode).toBe(202);
  },
  import: async (events: object[]) => {
    const token = await api.issue({ abilities: ['events:write'] });
    const answer = await sendImport(api, token, events.map((event) => `${toText(withSession(event))}\n`).join(''));
    expect(answer.json().data).toMatchObject({ stored: events.length });
  },
} as const;

const withAge = (event: object) => ({ ...event, age: 0 });
const withSession = (event: object) => ({ ...event, session_id: '1', at: AT });

/** JSON with every character that is not printable ASCII as an escape, which is how NUL and half pairs can be sent. */
function toText(value: unknown): string {
  return JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

async function storedBy(way: keyof typeof WAYS, events: object[]) {
  await WAYS[way](events);
  const timeline = await api.store.sessions.timeline(P1, '1' as never, { limit: 10, after: null });
  return { session: timeline!.session, events: timeline!.entries.map(({ event }) => event) };
}

describe.each(['track', 'import'] as const)('%s', (way) => {
  it('replaces NUL and half surrogate pairs in every text of an event', async () => {
    const dirty = 'a\0b\ud800c\udc00d😀\\u0000';
    const clean = 'a\ufffdb\ufffdc\ufffdd😀\\u0000';
    const { events } = await storedBy(way, [
      { id: 'e1', type: 'visit', url: `https://shop.example/${dirty}`, title: dirty, referrer: dirty },
      {
        id: 'e2',
        type: 'click',
        text: dirty,
        href: dirty,
        element: [{ tag: dirty, id: dirty, classes: [dirty], attributes: { [`x${dirty}`]: dirty } }],
      },
      { id: 'e3', type: 'event', name: dirty, properties: { [dirty]: dirty, n: 1 } },
    ]);
    expect(events).toMatchObject([
      { url: `https://shop.example/${clean}`, title: clean, referrer: clean },
      {
        text: clean,
        href: clean,
        element: [{ tag: clean, id: clean, classes: [clean], attributes: { [`x${clean}`]: clean } }],
      },
      { name: clean, properties: { [clean]: clean, n: 1 } },
    ]);
  });

  it('replaces a NUL that a campaign has in percent-encoding', async () => {
    const { session } = await storedBy(way, [
      { id: 'e1', type: 'visit', url: '/?utm_source=a%00b&utm_term=%ED%A0%80' },
    ]);
    expect(session.entry).toMatchObject({ source: 'a\ufffdb', utmSource: 'a\ufffdb', utmTerm: '\ufffd\ufffd\ufffd' });
  });

  it('drops the login of every URL in any text before it is stored', async () => {
    const url = 'https://jane:secret@shop.example/thanks?x=1';
    const bare = 'https://shop.example/thanks?x=1';
    const { events } = await storedBy(way, [
      { id: 'e1', type: 'visit', url, title: `At ${url}`, referrer: url },
      {
        id: 'e2',
        type: 'click',
        url,
        text: url,
        href: url,
        element: [{ tag: 'a', attributes: { href: url, 'data-x': 'a@b' } }],
      },
      { id: 'e3', type: 'event', name: url, url, properties: { link: url, mail: 'jane:x@shop.example' } },
    ]);
    expect(events).toMatchObject([
      { url: bare, title: `At ${bare}`, referrer: bare },
      { url: bare, text: bare, href: bare, element: [{ tag: 'a', attributes: { href: bare, 'data-x': 'a@b' } }] },
      { name: bare, url: bare, properties: { link: bare, mail: 'jane:x@shop.example' } },
    ]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });
});

it('the name and the rule of a goal are cleaned too', async () => {
  const token = await api.issue({ abilities: ['goals:write'] });
  const goal = { key: 'k', name: 'a\0b\ud800', type: 'event', rule: { name: '\udfff', properties: { '\0': 'x' } } };
  const answer = await api.send('POST', '/goals', token, toText(goal));
  expect(answer.json().data).toMatchObject({
    name: 'a\ufffdb\ufffd',
    rule: { name: '\ufffd', properties: { '\ufffd': 'x' } },
  });
});
