/**
 * Ninety days of a shop that might exist, up to now: busy weekends, a sale with its campaign, a newsletter every Tuesday, a day on
 * which the checkout was broken, and a sign-up form that nobody can send any more. The same days come out for the same moment.
 */

export const DAYS = 90;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SITE = 'https://shop.example';

/** Days before today. */
const SALE = { first: 41, last: 34 };
const CHECKOUT_BROKEN = 9;
const SIGN_UP_BROKEN = 8;
const TUESDAY = 2;

const SOURCES = [
  { share: 30, referrer: 'https://www.google.com/', interest: 1 },
  { share: 24, referrer: null, interest: 1.3 },
  { share: 11, referrer: 'https://www.instagram.com/', interest: 0.5 },
  { share: 7, referrer: 'https://www.bing.com/', interest: 1 },
  { share: 6, referrer: 'https://news.example/gifts-for-walkers', interest: 0.8 },
  { share: 4, referrer: 'https://www.youtube.com/', interest: 0.6 },
  { share: 3, referrer: 'https://forum.example/t/rain-hats', interest: 1.8 },
  { share: 2, referrer: 'https://duckduckgo.com/', interest: 1.1 },
];
const NEWSLETTER = {
  query: 'utm_source=newsletter&utm_medium=email&utm_campaign=tuesday',
  referrer: null,
  interest: 2.2,
};
const SALE_ADS = [
  {
    query: 'utm_source=google&utm_medium=cpc&utm_campaign=autumn-sale',
    referrer: 'https://www.google.com/',
    interest: 1.4,
  },
  { query: 'utm_source=instagram&utm_medium=social&utm_campaign=autumn-sale', referrer: null, interest: 0.7 },
];

const PRODUCTS = [
  { share: 4, path: '/hat', title: 'Rain hat', plan: 'hat', price: 29 },
  { share: 3, path: '/coat', title: 'Rain coat', plan: 'coat', price: 119 },
  { share: 2, path: '/boots', title: 'Rubber boots', plan: 'boots', price: 64.5 },
  { share: 1, path: '/umbrella', title: 'Storm umbrella', plan: 'umbrella', price: 38.9 },
];
const READING = [
  { path: '/', title: 'Rain shop' },
  { path: '/journal/waterproof', title: 'What waterproof means' },
  { path: '/journal/care', title: 'How to care for a coat' },
  { path: '/delivery', title: 'Delivery and returns' },
];

const USER_AGENTS = [
  {
    share: 34,
    text: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  },
  {
    share: 26,
    text: 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  },
  {
    share: 20,
    text: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  },
  {
    share: 9,
    text: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15',
  },
  { share: 6, text: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' },
  {
    share: 5,
    text: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  },
];

/** The lines of an import file, for the days that end at `now` (ms since 1970). */
export function* seasonLines(now) {
  const random = randomFrom(20_261_128);
  let sessions = 0;
  for (let ago = DAYS - 1; ago >= 0; ago--) {
    const day = Math.floor(now / DAY_MS) * DAY_MS - ago * DAY_MS;
    for (const source of sourcesOf(ago, day, random)) {
      const at = day + timeOfDay(random);
      const id = `season-${++sessions}`;
      if (at < now - 60 * MINUTE_MS) yield* sessionLines({ id, at, ago, source, random });
    }
  }
}

function sourcesOf(ago, day, random) {
  const weekday = new Date(day).getUTCDay();
  const isWeekend = weekday === 0 || weekday === 6;
  const grown = 1 + (DAYS - ago) / (2 * DAYS);
  const usual = Math.round((isWeekend ? 110 : 80) * grown * (0.9 + random() * 0.2));
  const sources = Array.from({ length: usual }, () => choose(SOURCES, random));
  if (weekday === TUESDAY) sources.push(...Array(35).fill(NEWSLETTER));
  if (ago <= SALE.first && ago >= SALE.last) {
    sources.push(...Array.from({ length: 90 }, () => SALE_ADS[random() < 0.6 ? 0 : 1]));
  }
  return sources;
}

/** Few at night, most in the evening. In ms since midnight. */
function timeOfDay(random) {
  const hour = (random() + random() + random()) / 3 < 0.35 ? 7 + random() * 6 : 12 + (random() + random()) * 5.8;
  return Math.floor(hour * 60 * MINUTE_MS);
}

function* sessionLines({ id, at, ago, source, random }) {
  let events = 0;
  let clock = at;
  let referrer = source.referrer;
  const userAgent = choose(USER_AGENTS, random).text;
  const line = (event) =>
    JSON.stringify({
      session_id: id,
      id: `e${++events}`,
      ...event,
      at: new Date(clock).toISOString(),
      user_agent: userAgent,
    });
  const visit = ({ path, title }, query) => {
    const url = `${SITE}${path}${query ? `?${query}` : ''}`;
    const text = line({ type: 'visit', url, title, ...(referrer && { referrer }) });
    referrer = url;
    clock += Math.floor((8 + random() * 80) * 1000);
    return text;
  };
  const click = (text, href, element) => line({ type: 'click', url: referrer, text, href, element });
  const likes = (chance) => random() < chance * source.interest;

  const product = choose(PRODUCTS, random);
  const landing = random() < 0.45 ? product : READING[Math.floor(random() ** 2 * READING.length)];
  yield visit(landing, source.query);
  if (!likes(0.5)) return;
  if (landing !== product) yield visit(product);
  if (random() < 0.06 && ago > SIGN_UP_BROKEN) {
    yield line({ type: 'event', name: 'signup', url: referrer, properties: { form: 'newsletter' } });
  }
  if (!likes(0.22)) return;
  const chain = [
    { tag: 'a', id: `buy-${product.plan}`, classes: ['buy', 'big'], attributes: { 'data-plan': product.plan } },
  ];
  yield click('Buy now', `${SITE}/checkout`, [...chain, { tag: 'main' }, { tag: 'body' }]);
  yield visit({ path: '/checkout', title: 'Checkout' });
  if (ago === CHECKOUT_BROKEN || !likes(0.5)) return;
  const pieces = random() < 0.85 ? 1 : 2;
  const value = (product.price * pieces).toFixed(2);
  yield line({
    type: 'event',
    name: 'purchase',
    url: referrer,
    value,
    currency: 'EUR',
    properties: { plan: product.plan },
  });
  yield visit({ path: '/thanks', title: 'Thank you' }, `order=${1000 + Math.floor(random() * 9000)}`);
}

/** One of several, as often as its share says. */
function choose(options, random) {
  let left = random() * options.reduce((sum, { share }) => sum + share, 0);
  for (const option of options) {
    left -= option.share;
    if (left < 0) return option;
  }
  return options[0];
}

/** Random numbers from 0 to 1, the same for the same seed: mulberry32, which is enough for a demo. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
