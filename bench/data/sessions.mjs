import { Random } from './random.mjs';

/** The goals of every bench project, in the store's form. `sessions` knows which of its events meet them. */
export const GOALS = [
  goal('docs', 'url', { on: 'path', match: 'prefix', pattern: '/docs/' }),
  goal('pricing', 'url', { on: 'path', match: 'equals', pattern: '/pricing' }),
  goal('thanks', 'url', { on: 'path', match: 'glob', pattern: '/thanks/*' }, 'once'),
  goal('buy', 'click', { selector: 'a.buy' }),
  goal('demo', 'click', { text: 'Book a demo' }),
  goal('purchase', 'event', { name: 'purchase' }),
];

const SITE = 'https://shop.example';
const BEGIN_AT = Date.UTC(2026, 0, 1);
const SESSION_EVERY_MS = 3000;
const CONVERSIONS_PER_SESSION_MAX = 7;

/**
 * Generates sessions with `conversionCount` conversions in total, the same in every run: an entry page that does not
 * convert, then 1 to 7 converting events. Ids are ULIDs, like those that the server assigns.
 */
export function* sessions(conversionCount) {
  const random = new Random(20260101);
  let left = conversionCount;
  for (let at = BEGIN_AT; left > 0; at += SESSION_EVERY_MS) {
    const converting = Math.min(left, 1 + random.below(CONVERSIONS_PER_SESSION_MAX));
    yield session(random, at, converting);
    left -= converting;
  }
}

function session(random, startedAt, converting) {
  const sessionId = random.ulid(startedAt);
  const events = [{ event: visitOf(random, sessionId, startedAt, '/', 'Home'), goalKey: null }];
  let at = startedAt;
  let thanked = false;
  for (let i = 0; i < converting; i++) {
    at += 1000 + random.below(60_000);
    let { key } = GOALS[random.below(GOALS.length)];
    // This goal counts once per session, so a second such event would not convert.
    if (key === 'thanks' && thanked) key = 'pricing';
    thanked ||= key === 'thanks';
    events.push({ event: eventFor(key, random, sessionId, at), goalKey: key });
  }
  return { id: sessionId, events };
}

/** An event that converts on the goal with this key, and on no other. */
export function eventFor(key, random, sessionId, at) {
  return MAKERS[key](random, sessionId, at);
}

const MAKERS = {
  docs: (random, sessionId, at) => visitOf(random, sessionId, at, `/docs/page-${random.below(500)}`, 'Documentation'),
  pricing: (random, sessionId, at) => visitOf(random, sessionId, at, '/pricing', 'Pricing'),
  thanks: (random, sessionId, at) => visitOf(random, sessionId, at, `/thanks/${random.below(100_000)}`, 'Thank you'),
  buy: (random, sessionId, at) =>
    click(random, sessionId, at, 'Buy now', { tag: 'a', id: 'buy', classes: ['buy', 'big'] }),
  demo: (random, sessionId, at) => click(random, sessionId, at, 'Book a demo', { tag: 'button', classes: ['wide'] }),
  purchase: (random, sessionId, at) => ({
    type: 'event',
    sessionId,
    id: random.ulid(at),
    at,
    origin: 'trusted',
    name: 'purchase',
    url: `${SITE}/checkout`,
    value: `${10 + random.below(90)}.00`,
    currency: 'EUR',
    properties: { plan: random.below(2) === 0 ? 'pro' : 'basic' },
  }),
};

export function visitOf(random, sessionId, at, path, title) {
  return {
    type: 'visit',
    sessionId,
    id: random.ulid(at),
    at,
    origin: 'trusted',
    url: SITE + path,
    title,
    referrer: null,
  };
}

function click(random, sessionId, at, text, clicked) {
  const element = [clicked, { tag: 'main' }, { tag: 'body' }];
  const url = `${SITE}/pricing`;
  return { type: 'click', sessionId, id: random.ulid(at), at, origin: 'trusted', url, text, href: null, element };
}

function goal(key, type, rule, count = 'every') {
  return { key, name: key, type, rule, count, value: null, currency: null };
}
