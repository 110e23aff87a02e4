import { describe, expect, it } from 'vitest';
import { clientOf } from '#goalpost/collect/client/client-of.js';

const hints = { userAgent: null, acceptLanguage: null, country: null };

describe('a user agent gives browser, device and operating system', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'desktop', 'Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
      'Chrome',
      'desktop',
      'Windows',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
      'Microsoft Edge',
      'desktop',
      'Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
      'Safari',
      'desktop',
      'macOS',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0',
      'Opera',
      'desktop',
      'Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
      'Safari',
      'mobile',
      'iOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1',
      'Chrome',
      'mobile',
      'iOS',
    ],
    [
      'Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.7 Mobile/15E148 Safari/604.1',
      'Safari',
      'tablet',
      'iOS',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
      'Chrome',
      'mobile',
      'Android',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
      'Samsung Internet for Android',
      'mobile',
      'Android',
    ],
    ['Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0', 'Firefox', 'mobile', 'Android'],
    [
      'Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/4.0 Chrome/94.0.4606.31 TV Safari/537.36',
      'Samsung Internet for Android',
      'tv',
      'Tizen',
    ],
  ])('%s', (userAgent, browser, device, platformOs) => {
    expect(clientOf({ ...hints, userAgent })).toEqual({ browser, device, platformOs, language: null, country: null });
  });

  it.each([
    [null, null],
    ['', null],
    ['x', null],
    ['\0', null],
    ['my-app', null],
    ['my Chrome', null],
    ['Safari', null],
    ['__proto__', null],
    ['Mozilla/5.0 (', null],
    ['Mozilla/5.0 (Foo; Bar) Baz/1.0', null],
    ['ShopApp/3.2 CFNetwork/1408 Darwin/22.5.0', null],
    ['ShopApp/3.2 (iPhone; iOS 18.1; Scale/3.00)', 'iOS'],
    ['Dalvik/2.1.0 (Linux; U; Android 13)', 'Android'],
  ])('and nothing is guessed for %j', (userAgent, platformOs) => {
    const { browser, device, platformOs: os } = clientOf({ ...hints, userAgent });
    expect({ browser, device, os }).toEqual({ browser: null, device: null, os: platformOs });
  });

  it('and a web view in an app is not Safari', () => {
    const userAgent =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';
    expect(clientOf({ ...hints, userAgent })).toMatchObject({ browser: null, device: 'mobile', platformOs: 'iOS' });
  });

  it('whatever its length', () => {
    expect(clientOf({ ...hints, userAgent: 'Mozilla/5.0 ('.repeat(10_000) })).toMatchObject({ platformOs: null });
  });
});

describe('the Accept-Language header gives the preferred language', () => {
  it.each([
    ['nl', 'nl'],
    ['NL-be', 'nl-BE'],
    ['en-US,en;q=0.5', 'en-US'],
    ['en;q=0.5, de-DE;q=0.9, fr;q=0.9', 'de-DE'],
    ['zh-Hant-TW,zh;q=0.8', 'zh-TW'],
    ['*', null],
    ['en;q=0', null],
    ['', null],
    ['klingon', null],
    ["'; DROP TABLE sessions", null],
    ['x'.repeat(100_000), null],
  ])('%s', (acceptLanguage, language) => {
    expect(clientOf({ ...hints, acceptLanguage }).language).toBe(language);
  });
});
