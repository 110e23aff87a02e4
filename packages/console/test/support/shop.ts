import type { Client } from '@goalpost/server/dist/model/client.js';
import type { Event } from '@goalpost/server/dist/model/event.js';
import type { ProjectId, SessionId } from '@goalpost/server/dist/model/ids.js';
import type { Api } from '../../../server/test/support/api.js';
import { click, customEvent, goal, visit } from '../../../server/test/support/builders.js';
import { seeded } from '../../../server/test/support/seeded.js';

/** The goals of the shop. */
const GOALS = [
  goal({ type: 'event', rule: { name: 'purchase' } }, { key: 'purchase', name: 'Purchase' }),
  goal({ type: 'click', rule: { selector: 'a.buy' } }, { key: 'buy', name: 'Buy button' }),
  goal(
    { type: 'url', rule: { match: 'equals', pattern: '/newsletter/thanks', on: 'path' } },
    { key: 'newsletter', name: 'Newsletter' },
  ),
  goal(
    { type: 'url', rule: { match: 'prefix', pattern: '/contact', on: 'path' } },
    { key: 'contact', name: 'Contact page' },
  ),
];

type Weighted<Value> = readonly (readonly [weight: number, value: Value])[];

const SOURCES: Weighted<{ readonly referrer: string | null; readonly query: string; readonly rate: number }> = [
  [34, { referrer: 'https://www.google.com/', query: '', rate: 1 }],
  [22, { referrer: null, query: '', rate: 1.2 }],
  [12, { referrer: 'https://www.bing.com/', query: '', rate: 0.9 }],
  [10, { referrer: 'https://news.ycombinator.com/', query: '', rate: 0.3 }],
  [9, { referrer: null, query: '?utm_source=newsletter&utm_medium=email&utm_campaign=november-mailing', rate: 2.4 }],
  [
    7,
    {
      referrer: 'https://www.instagram.com/',
      query: '?utm_source=instagram&utm_medium=social&utm_campaign=autumn-boots',
      rate: 0.7,
    },
  ],
  [4, { referrer: 'https://www.reddit.com/', query: '', rate: 0.5 }],
  [2, { referrer: 'https://duckduckgo.com/', query: '', rate: 1.1 }],
];

const ENTRIES: Weighted<string> = [
  [40, '/'],
  [20, '/shoes/trail-runner'],
  [14, '/blog/how-to-choose-walking-boots-for-wet-weather'],
  [12, '/sale'],
  [9, '/shoes/city-boot'],
  [5, '/pricing'],
];

const CLIENTS: Weighted<Omit<Client, 'country' | 'language'>> = [
  [46, { browser: 'Chrome', device: 'mobile', platformOs: 'Android' }],
  [24, { browser: 'Safari', device: 'mobile', platformOs: 'iOS' }],
  [18, { browser: 'Chrome', device: 'desktop', platformOs: 'Windows' }],
  [8, { browser: 'Firefox', device: 'desktop', platformOs: 'Linux' }],
  [4, { browser: 'Safari', device: 'tablet', platformOs: 'iOS' }],
];

const COUNTRIES: Weighted<readonly [country: string, language: string]> = [
  [52, ['NL', 'nl']],
  [20, ['DE', 'de']],
  [12, ['BE', 'nl-BE']],
  [8, ['GB', 'en-GB']],
  [4, ['FR', 'fr']],
  [2, ['US', 'en-US']],
  [1, ['CH', 'de-CH']],
];

const DAY_MS = 86_400_000;

/** Fills project `p1` with weeks of a shop that end at `now`: a good November, and a newsletter goal that breaks. */
export async function fillShop(api: Api, now: number, days = 30): Promise<void> {
  for (const one of GOALS) await api.store.goals.create('p1' as ProjectId, one);
  await api.finishWork();
  const random = seeded(7);
  const pick = <Value>(choices: Weighted<Value>): Value => {
    const at = random() * choices.reduce((sum, [weight]) => sum + weight, 0);
    let sum = 0;
    for (const [weight, value] of choices) {
      sum += weight;
      if (at < sum) return value;
    }
    throw new Error('unreachable: the number is below the sum');
  };
  for (let day = days; day >= 0; day--) {
    const events: Event[] = [];
    const facts = new Map<SessionId, { client: Client; visitor: null }>();
    const weekday = new Date(now - day * DAY_MS).getUTCDay();
    const sessions = Math.round(
      (60 + (days - day) * 1.5) *
        (weekday === 0 || weekday === 6 ? 0.7 : 1) *
        (day === 0 ? 0.6 : 1) *
        (0.9 + random() * 0.2),
    );
    for (let index = 0; index < sessions; index++) {
      const sessionId = `s${day}-${index}`;
      const began = now - day * DAY_MS - Math.floor(random() * (day === 0 ? 9 : 16) * 3_600_000);
      const { referrer, query, rate } = pick(SOURCES);
      const [country, language] = pick(COUNTRIES);
      const client = pick(CLIENTS);
      facts.set(sessionId as SessionId, { client: { ...client, country, language }, visitor: null });
      let step = 0;
      const next = () => ({ sessionId, id: `e${++step}`, at: began + step * (15_000 + Math.floor(random() * 60_000)) });
      const page = (path: string, title: string) =>
        events.push(visit(`https://shop.example${path}`, { ...next(), title }));
      const first = visit(`https://shop.example${pick(ENTRIES)}${query}`, { ...next(), title: 'Goalpost Shoes' });
      events.push({ ...first, referrer });
      const wants = random() / rate / (client.device === 'mobile' ? 0.8 : 1.4);
      if (wants < 0.3) page('/shoes/trail-runner', 'Trail Runner');
      if (wants < 0.11)
        events.push(
          click([{ tag: 'a', id: 'buy', classes: ['buy'], attributes: {} }], {
            ...next(),
            url: 'https://shop.example/shoes/trail-runner',
            text: 'Add to cart',
          }),
        );
      if (wants < 0.05) {
        page('/checkout', 'Checkout');
        events.push({
          ...customEvent('purchase', {
            ...next(),
            value: (40 + Math.floor(random() * 160)).toFixed(2),
            currency: random() < 0.9 ? 'EUR' : 'GBP',
            properties: { plan: 'standard' },
          }),
          url: 'https://shop.example/checkout',
        });
      }
      if (day > 8 && random() < 0.04) page('/newsletter/thanks', 'Thank you');
      if (random() < 0.03) page('/contact', 'Contact');
    }
    await api.store.events.record(
      'p1' as ProjectId,
      events.filter(({ at }) => at <= now),
      facts,
    );
  }
}
