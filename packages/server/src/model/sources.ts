import { parseUrl } from './url.js';

/**
 * The source of a visit to the page `url`, according to its referrer: the name of a well-known source, otherwise the
 * host without "www." or the package name of an app. Null when the referrer is not an address or belongs to the same
 * site.
 */
export function sourceOf(referrer: string, url: string): string | null {
  const from = parseUrl(referrer);
  if (from === null || from.hostname === '' || from.hostname.length > HOST_CHARACTERS_MAX) return null;
  if (from.protocol === 'android-app:') return APPS.get(from.hostname) ?? from.hostname;
  if (!isWeb(from)) return null;
  const host = bareHost(from);
  const page = parseUrl(url);
  return page !== null && bareHost(page) === host ? null : (nameOf(host) ?? (host || null));
}

/** The longest valid host name (RFC 1035, 2.3.4). A longer one is fake, and would only cost time. */
const HOST_CHARACTERS_MAX = 253;

function isWeb({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

function bareHost({ hostname }: URL): string {
  return hostname.replace(/^www\./, '').replace(/\.$/, '');
}

/**
 * The source name of a host or its nearest parent domain: "m.facebook.com" belongs to Facebook, "facebook.com.example"
 * does not.
 */
function nameOf(host: string): string | undefined {
  for (let domain = host; domain !== ''; domain = domain.split('.').slice(1).join('.')) {
    const name = SITES.get(domain) ?? SITES.get(domain.replace(ENDING, '.*'));
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The endings that "*" in the table stands for: ".com", ".nl", ".co.uk", ".com.br". */
const ENDING = /\.(?:com|(?:com?\.)?[a-z]{2})$/;

/** Sources and their domains. Subdomains are included, unless they are listed themselves. */
const SITES = byPlace({
  // Search
  Baidu: 'baidu.com',
  Bing: 'bing.com',
  Brave: 'search.brave.com',
  DuckDuckGo: 'duckduckgo.com',
  Ecosia: 'ecosia.org',
  Google: 'google.*',
  Kagi: 'kagi.com',
  Naver: 'naver.com',
  Qwant: 'qwant.com',
  Seznam: 'seznam.cz',
  Startpage: 'startpage.com',
  Yahoo: 'yahoo.*',
  Yandex: 'yandex.* ya.ru',
  // Assistants
  ChatGPT: 'chatgpt.com chat.openai.com',
  Claude: 'claude.ai',
  Copilot: 'copilot.microsoft.com',
  Gemini: 'gemini.google.com',
  Perplexity: 'perplexity.ai',
  // Mail
  Gmail: 'mail.google.com',
  Outlook: 'outlook.com outlook.live.com outlook.office.com outlook.office365.com',
  'Yahoo Mail': 'mail.yahoo.com',
  // Social
  Bluesky: 'bsky.app',
  Discord: 'discord.com discordapp.com',
  Facebook: 'facebook.com fb.com fb.me',
  'Hacker News': 'news.ycombinator.com',
  Instagram: 'instagram.com',
  LinkedIn: 'linkedin.com lnkd.in',
  Mastodon: 'mastodon.social',
  Pinterest: 'pinterest.* pin.it',
  Reddit: 'reddit.com redd.it',
  Snapchat: 'snapchat.com',
  Telegram: 't.me telegram.org',
  Threads: 'threads.com threads.net',
  TikTok: 'tiktok.com',
  VK: 'vk.com vk.ru',
  WhatsApp: 'whatsapp.com wa.me',
  X: 'x.com t.co twitter.com',
  YouTube: 'youtube.com youtu.be',
  // Others
  GitHub: 'github.com',
  'Google News': 'news.google.com',
  'Product Hunt': 'producthunt.com',
  Slack: 'slack.com',
  'Stack Overflow': 'stackoverflow.com',
  Wikipedia: 'wikipedia.org',
});

/** Android apps and their package names, as in "android-app://com.slack/". */
const APPS = byPlace({
  ChatGPT: 'com.openai.chatgpt',
  Facebook: 'com.facebook.katana com.facebook.lite com.facebook.orca',
  Gmail: 'com.google.android.gm',
  Google: 'com.google.android.googlequicksearchbox',
  'Google News': 'com.google.android.apps.magazines',
  Instagram: 'com.instagram.android',
  LinkedIn: 'com.linkedin.android',
  Outlook: 'com.microsoft.office.outlook',
  Pinterest: 'com.pinterest',
  Reddit: 'com.reddit.frontpage',
  Slack: 'com.slack',
  Telegram: 'org.telegram.messenger',
  TikTok: 'com.zhiliaoapp.musically',
  WhatsApp: 'com.whatsapp',
  X: 'com.twitter.android',
  YouTube: 'com.google.android.youtube',
});

function byPlace(places: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(places).flatMap(([name, list]) => list.split(' ').map((place) => [place, name] as const)),
  );
}
