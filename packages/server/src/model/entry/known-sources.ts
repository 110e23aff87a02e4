/** Sources and their domains. Subdomains are included, unless they are listed themselves. */
export const SITES = byPlace({
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
export const APPS = byPlace({
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

/** Other spellings that people give in addresses: `utm_source=fb`. In lower case, without spaces and punctuation. */
const ALIASES: Readonly<Record<string, string>> = {
  Bing: 'bingads',
  Facebook: 'fb facebookads',
  Google: 'googleads adwords',
  'Hacker News': 'hn',
  Instagram: 'ig insta',
  LinkedIn: 'li',
  Pinterest: 'pin',
  'Product Hunt': 'ph',
  WhatsApp: 'wa',
  X: 'twitter',
  YouTube: 'yt',
};

/** The names of sources, and what people write for them, in the same form. */
export const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ...[...new Set([...SITES.values(), ...APPS.values()])].map((name) => [spelling(name), name] as const),
  ...byPlace(ALIASES),
]);

/** A name without case, spaces and punctuation: "Hacker News", "hacker-news" and "HackerNews" are one. */
export function spelling(name: string): string {
  return name.toLowerCase().replace(/[\s._-]/g, '');
}
