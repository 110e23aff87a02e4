import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostNamed, notSourcesOf } from '#goalpost/model/entry/project-sources.js';
import { namedSource, sourceOf, sourceToday } from '#goalpost/model/entry/source-of.js';

const PAGE = 'https://www.shop.example/hats';

describe('returns the name of a well-known source:', () => {
  it.each([
    ['https://www.google.com/', 'Google'],
    ['https://www.google.nl/search?q=hats', 'Google'],
    ['https://www.google.co.uk/', 'Google'],
    ['https://google.com.br/', 'Google'],
    ['https://WWW.GOOGLE.COM.:443/', 'Google'],
    ['https://news.google.com/', 'Google News'],
    ['https://mail.google.com/mail/u/0/', 'Gmail'],
    ['https://cn.bing.com/', 'Bing'],
    ['https://duckduckgo.com/', 'DuckDuckGo'],
    ['https://uk.search.yahoo.com/', 'Yahoo'],
    ['https://search.yahoo.co.jp/', 'Yahoo'],
    ['https://yandex.com.tr/', 'Yandex'],
    ['https://l.facebook.com/l.php?u=x', 'Facebook'],
    ['http://m.facebook.com', 'Facebook'],
    ['https://l.instagram.com/', 'Instagram'],
    ['https://t.co/abc', 'X'],
    ['https://x.com/', 'X'],
    ['https://mobile.twitter.com/', 'X'],
    ['https://www.linkedin.com/feed/', 'LinkedIn'],
    ['https://lnkd.in/abc', 'LinkedIn'],
    ['https://old.reddit.com/r/hats', 'Reddit'],
    ['https://youtu.be/abc', 'YouTube'],
    ['https://github.com/hats', 'GitHub'],
    ['https://news.ycombinator.com/item?id=1', 'Hacker News'],
    ['https://nl.m.wikipedia.org/', 'Wikipedia'],
    ['android-app://com.google.android.gm/', 'Gmail'],
    ['android-app://com.google.android.googlequicksearchbox/https/www.google.com', 'Google'],
    ['android-app://com.slack', 'Slack'],
  ])('%s', (referrer, name) => expect(sourceOf(referrer, PAGE)).toBe(name));
});

describe('returns the host without "www.", or the app package, of other referrers:', () => {
  it.each([
    ['https://www.news.example/today?x=1', 'news.example'],
    ['http://localhost:3000/', 'localhost'],
    ['http://[2001:db8::1]:8080/', '[2001:db8::1]'],
    ['https://bücher.example/', 'bücher.example'],
    ['https://www.xn--bcher-kva.example/', 'bücher.example'],
    ['https://www.ycombinator.com/', 'ycombinator.com'],
    ['android-app://org.example.reader/', 'org.example.reader'],
    ['android-app://com.example.t.co/', 'com.example.t.co'],
  ])('%s', (referrer, source) => expect(sourceOf(referrer, PAGE)).toBe(source));
});

describe('does not mistake a similar host for a well-known source:', () => {
  it.each([
    ['https://google.com.evil.example/', 'google.com.evil.example'],
    ['https://notgoogle.com/', 'notgoogle.com'],
    ['https://google.evil.nl/', 'google.evil.nl'],
    ['https://google.example/', 'google.example'],
    ['https://netflix.com/', 'netflix.com'],
    ['https://com.google.android.gm/', 'com.google.android.gm'],
    ['https://constructor/', 'constructor'],
  ])('%s', (referrer, source) => expect(sourceOf(referrer, PAGE)).toBe(source));
});

describe("returns null for the site's own pages, and for referrers that are not page addresses:", () => {
  it.each([
    ['https://www.shop.example/', PAGE],
    ['http://shop.example:8080/', PAGE],
    ['https://SHOP.example./', PAGE],
    ['', PAGE],
    ['news.example', PAGE],
    ['about:blank', PAGE],
    ['android-app://', PAGE],
    [`https://${'a.'.repeat(500)}example/`, PAGE],
    [`android-app://${'a.'.repeat(500)}example/`, PAGE],
    ['javascript:alert(1)', PAGE],
    ['chrome-extension://abcdef/page.html', PAGE],
    ['file:///home/ada/hats.html', PAGE],
  ])('%s', (referrer, page) => expect(sourceOf(referrer, page)).toBeNull());

  it('except that other sites are sources, also for a page known only by its path', () => {
    expect(sourceOf('https://blog.shop.example/', PAGE)).toBe('blog.shop.example');
    expect(sourceOf('https://www.google.com/', '/hats')).toBe('Google');
  });
});

it('handles any text, with a short result', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc
      .tuple(fc.constantFrom('http://', 'https://www.', 'android-app://', 'HTTPS:'), fc.string({ unit: 'binary' }))
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, text, (referrer, url) => {
      const source = sourceOf(referrer, url);
      expect(source === null || (source.length > 0 && source.length <= 253)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

describe('is null where visitors come back from, and for made-up referrers:', () => {
  it.each([
    'https://checkout.stripe.com/c/pay/x',
    'https://www.paypal.com/',
    'https://pay.google.com/gp/w',
    'https://pay.klarna.com/eu',
    'https://www.semalt.com/x.php',
    'http://site1.free-share-buttons.com/',
  ])('%s', (referrer) => expect(sourceOf(referrer, PAGE)).toBeNull());

  it.each(['https://stripe.com.evil.example/', 'https://notpaypal.com/', 'https://mail.google.com/'])(
    'but not for %s',
    (referrer) => expect(sourceOf(referrer, PAGE)).not.toBeNull(),
  );
});

describe('a source that the address names has the name of the same source as a referrer:', () => {
  it.each([
    ['google', 'Google'],
    ['GOOGLE', 'Google'],
    ['google.com', 'Google'],
    ['www.google.nl', 'Google'],
    ['https://www.google.com/', 'Google'],
    ['google-ads', 'Google'],
    ['fb', 'Facebook'],
    ['m.facebook.com', 'Facebook'],
    ['twitter', 'X'],
    ['hacker news', 'Hacker News'],
    ['Hacker-News', 'Hacker News'],
    ['chatgpt.com', 'ChatGPT'],
    ['android-app://com.slack/', 'Slack'],
    ['News.Example', 'news.example'],
    ['xn--bcher-kva.example', 'bücher.example'],
    ['bücher.example', 'bücher.example'],
  ])('%s', (given, name) => expect(namedSource(given)).toBe(name));

  it.each([
    'newsletter',
    'Newsletter',
    'spring news',
    'v1.2',
    '1.5',
    'google news alert',
    'a/b',
    'mailto:x',
    '…',
    'x'.repeat(256),
  ])('anything else stays: %s', (given) => expect(namedSource(given)).toBe(given));

  it('takes linear time for any text, and never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 256 }), (text) => namedSource(text) !== null));
  });
});

describe('a stored source is renamed as it would be called today:', () => {
  it.each([
    ['google', true, 'Google'],
    ['paypal.com', true, 'paypal.com'],
    ['paypal.com', false, null],
    ['semalt.com', false, null],
    ['xn--bcher-kva.example', false, 'bücher.example'],
    ['Google', false, 'Google'],
    ['com.example.t.co', false, 'com.example.t.co'],
    ['news.example', false, 'news.example'],
  ])('%s, named by the address: %s', (source, isNamed, today) => expect(sourceToday(source, isNamed)).toBe(today));
});

describe('what a project names is no source of it:', () => {
  const notSources = notSourcesOf({
    allowedOrigins: ['https://www.shop.example:8443', 'http://localhost:3000'],
    ownHosts: ['brand.example', 'xn--bcher-kva.example', 'github.com'],
    paymentProviders: ['bank.example'],
  });

  it.each([
    ['https://shop.example/', null],
    ['https://WWW.shop.example./cart', null],
    ['https://blog.shop.example/', 'blog.shop.example'],
    ['http://localhost:8080/', null],
    ['https://brand.example/', null],
    ['https://m.brand.example/', null],
    ['https://notbrand.example/', 'notbrand.example'],
    ['https://www.bücher.example/', null],
    ['https://github.com/hats', null],
    ['https://3ds.bank.example/', null],
    ['https://google.com/', 'Google'],
  ])('a referrer of %s', (referrer, source) => expect(sourceOf(referrer, '/hats', notSources)).toBe(source));

  it.each([
    ['shop.example', null],
    ['https://m.brand.example/x', null],
    ['bank.example', 'bank.example'],
    ['newsletter', 'newsletter'],
  ])('an address that names %s', (given, source) => expect(namedSource(given, notSources)).toBe(source));

  it.each([
    ['www.Bücher.example', 'xn--bcher-kva.example'],
    ['localhost', 'localhost'],
    ['https://shop.example', null],
    ['shop.example:443', null],
    ['shop.example/', null],
    ['a b', null],
    ['www.', null],
  ])('the host named as %s', (text, host) => expect(hostNamed(text)).toBe(host));
});
