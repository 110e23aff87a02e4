import { expect, it } from 'vitest';
import { entryOf } from '#goalpost/model/entry.js';
import { visit } from '../support/builders.js';

const NOTHING = {
  page: null,
  source: null,
  utmSource: null,
  utmMedium: null,
  utmCampaign: null,
  utmTerm: null,
  utmContent: null,
};
const entry = (url: string, referrer: string | null = null) => entryOf({ ...visit(url), referrer });

it.each([
  ['https://shop.example/hats?x=1#top', null, { page: '/hats' }],
  ['/hats?utm_source=news', null, { page: '/hats', source: 'news', utmSource: 'news' }],
  ['https://shop.example/', 'https://www.google.nl/', { page: '/', source: 'Google' }],
  ['https://shop.example/', 'https://shop.example/cart', { page: '/' }],
  ['https://shop.example/?utm_source=', 'https://t.co/x', { page: '/', source: 'X' }],
])('%s, from %s', (url, referrer, expected) => {
  expect(entry(url, referrer)).toEqual({ ...NOTHING, ...expected });
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
  });
});

it('keeps the first 256 characters of utm fields, without splitting one', () => {
  expect(entry(`/?utm_source=x${'😀'.repeat(300)}`).utmSource).toBe(`x${'😀'.repeat(255)}`);
});
