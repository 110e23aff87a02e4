import { describe, expect, it } from 'vitest';
import { entryOf, NO_ENTRY } from '#goalpost/model/entry/entry.js';
import { visit } from '../../support/builders.js';

const entry = (url: string, referrer: string | null = null) => entryOf({ ...visit(url), referrer });

it.each([
  ['https://shop.example/hats?x=1#top', null, { page: '/hats' }],
  ['/hats?utm_source=news', null, { page: '/hats', source: 'news', utmSource: 'news' }],
  ['https://shop.example/', 'https://www.google.nl/', { page: '/', source: 'Google' }],
  ['https://shop.example/', 'https://shop.example/cart', { page: '/' }],
  ['https://shop.example/?utm_source=', 'https://t.co/x', { page: '/', source: 'X' }],
])('%s, from %s', (url, referrer, expected) => {
  expect(entry(url, referrer)).toEqual({ ...NO_ENTRY, ...expected });
});

it('prefers the utm_source in the address over the referrer', () => {
  const utm = 'utm_source=spring+news&utm_medium=mail&utm_campaign=%C3%BCber&utm_term=hats&utm_content=top';
  expect(entry(`https://shop.example/?${utm}`, 'https://mail.google.com/')).toEqual({
    page: '/',
    source: 'spring news',
    utmSource: 'spring news',
    utmMedium: 'mail',
    utmCampaign: 'über',
    utmTerm: 'hats',
    utmContent: 'top',
    clickId: null,
    clickIdKind: null,
  });
});

it('keeps the first 256 characters of utm fields, without splitting one', () => {
  expect(entry(`/?utm_source=x${'😀'.repeat(300)}`).utmSource).toBe(`x${'😀'.repeat(255)}`);
});

describe('parameters of the address', () => {
  it.each([
    ['in any case', '/?UTM_Source=news&Utm_Medium=mail', { source: 'news', utmSource: 'news', utmMedium: 'mail' }],
    ['with white space around', '/?utm_source=%20news%0a&%20utm_medium=+mail', { source: 'news', utmMedium: 'mail' }],
    ['of several the first that is not empty', '/?utm_source=&utm_source=+&utm_source=a&utm_source=b', { source: 'a' }],
    ['in a hash route', '/#/hats?utm_source=news&utm_term=x', { page: '/', source: 'news', utmTerm: 'x' }],
    ['in a hash route with "!"', 'https://shop.example/#!/hats?utm_source=news', { source: 'news' }],
    ['as the fragment', '/hats#utm_source=news&utm_medium=mail', { source: 'news', utmMedium: 'mail' }],
    [
      'in the query before the fragment',
      '/?utm_source=a#/x?utm_source=b&utm_medium=m',
      { source: 'a', utmMedium: 'm' },
    ],
    ['not in a fragment that is no query', '/#top', { source: null }],
    ['with a NUL, which is replaced', '/?utm_source=a%00b', { source: 'a\ufffdb' }],
    ['as ref', '/?ref=producthunt', { source: 'Product Hunt', utmSource: null }],
    ['as source', '/?source=news', { source: 'news', utmSource: null }],
    ['as ref before source', '/?source=a&ref=b', { source: 'b' }],
    ['as utm_source before ref', '/?ref=b&utm_source=a', { source: 'a' }],
  ])('%s', (_title, url, expected) => expect(entry(url)).toMatchObject(expected));

  it('as ref, come before the referrer', () => {
    expect(entry('/?ref=news', 'https://www.google.com/').source).toBe('news');
  });
});

describe('click ids', () => {
  it.each([
    ['gclid', 'Google'],
    ['gbraid', 'Google'],
    ['wbraid', 'Google'],
    ['fbclid', 'Facebook'],
    ['msclkid', 'Bing'],
    ['ttclid', 'TikTok'],
    ['ScCid', 'Snapchat'],
  ])('%s is kept and names the source', (name, source) => {
    expect(entry(`/?${name}=Cj0K-1_x`)).toMatchObject({ source, clickId: 'Cj0K-1_x', clickIdKind: name.toLowerCase() });
  });

  it.each([
    ['/?fbclid=1', 'https://l.instagram.com/', 'Instagram'],
    ['/?gclid=1&utm_source=spring', null, 'spring'],
    ['/?gclid=1&ref=spring', null, 'spring'],
    ['/?gclid=1', 'https://checkout.stripe.com/', 'Google'],
  ])('names no source where something else does: %s, from %s', (url, referrer, source) => {
    expect(entry(url, referrer).source).toBe(source);
  });

  it('are left out when they are empty or made up', () => {
    expect(entry('/?gclid=')).toMatchObject({ clickId: null, clickIdKind: null, source: null });
    expect(entry(`/?gclid=${'x'.repeat(513)}&fbclid=1`)).toMatchObject({ clickId: '1', clickIdKind: 'fbclid' });
  });
});
