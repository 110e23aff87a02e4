import { Random } from '../data/random.mjs';
import { eventFor, GOALS, visitOf } from '../data/sessions.mjs';

const DAY_MS = 86_400_000;
/** The data ends with 2025. */
const END_AT = Date.UTC(2026, 0, 1);
const SITES = ['www.google.com', 'www.facebook.com', 'www.bing.com', 'news.ycombinator.com', 'duckduckgo.com'];
const BROWSERS = ['Chrome', 'Safari', 'Firefox', 'Edge', 'Samsung Internet', 'Opera'];
const SYSTEMS = ['Windows', 'iOS', 'Android', 'macOS', 'Linux'];
const DEVICES = ['mobile', 'desktop', 'tablet'];
const LANGUAGES = ['en-US', 'de-DE', 'nl-NL', 'fr-FR', 'es-ES', 'it-IT', 'pt-BR', 'ja-JP', 'pl-PL', 'sv-SE'];
const COUNTRIES = [...'ABCDEFGHIJ'].flatMap((one) => [...'KLMNOPQRST'].map((other) => one + other));

/**
 * Generates `perYear` sessions a year over `days` days, the same in every run, with 4 conversions each on average. Sources,
 * campaigns, entry pages, countries and clients are distributed as on real sites: a few have most sessions (Zipf's law).
 */
export function* visitors({ perYear, days }) {
  const random = new Random(20251231);
  const draw = drawers(random);
  const count = Math.round((perYear / 365) * days);
  const step = (days * DAY_MS) / count;
  for (let index = 0; index < count; index++) {
    yield visitor(random, draw, Math.floor(END_AT - days * DAY_MS + index * step));
  }
}

function visitor(random, draw, startedAt) {
  const sessionId = random.ulid(startedAt);
  const events = [{ event: entry(random, draw, sessionId, startedAt), goalKey: null }];
  let at = startedAt;
  let thanked = false;
  for (let left = 1 + random.below(7); left > 0; left--) {
    at += 1000 + random.below(60_000);
    let { key } = GOALS[random.below(GOALS.length)];
    // This goal counts once per session, so a second such event would not convert.
    if (key === 'thanks' && thanked) key = 'pricing';
    thanked ||= key === 'thanks';
    events.push({ event: eventFor(key, random, sessionId, at), goalKey: key });
  }
  return { id: sessionId, events, client: draw.client() };
}

function entry(random, draw, sessionId, at) {
  const page = `/articles/${draw.page()}`;
  const kind = random.below(10);
  const campaign =
    kind < 2 ? `?utm_source=source-${draw.source()}&utm_medium=cpc&utm_campaign=c${draw.campaign()}` : '';
  const referrer = kind >= 5 ? `https://${draw.site()}/` : null;
  return { ...visitOf(random, sessionId, at, page + campaign, 'Article'), referrer };
}

function drawers(random) {
  const [page, source, campaign] = [zipf(random, 5000), zipf(random, 25), zipf(random, 200)];
  const of = (values) => {
    const position = zipf(random, values.length);
    return () => values[position()];
  };
  const [browser, device, platformOs] = [of(BROWSERS), of(DEVICES), of(SYSTEMS)];
  const [language, country] = [of(LANGUAGES), of(COUNTRIES)];
  const client = () => ({
    browser: browser(),
    device: device(),
    platformOs: platformOs(),
    language: language(),
    country: country(),
  });
  return { page, source, campaign, site: of(SITES), client };
}

/** Draws positions from 0, the n-th with a probability in proportion to 1/n. */
function zipf(random, count) {
  const until = [];
  let sum = 0;
  for (let rank = 1; rank <= count; rank++) {
    sum += 1 / rank;
    until.push(sum);
  }
  return () => {
    const drawn = (random.below(2 ** 32) / 2 ** 32) * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (until[middle] <= drawn) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
