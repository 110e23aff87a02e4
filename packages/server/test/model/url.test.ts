import { describe, expect, it } from 'vitest';
import { withoutLogin } from '#goalpost/model/url.js';

describe('a URL loses its login', () => {
  it.each([
    ['https://user:secret@shop.example/a?b#c', 'https://shop.example/a?b#c'],
    ['https://user@shop.example/', 'https://shop.example/'],
    ['https://:secret@shop.example/', 'https://shop.example/'],
    ['https://user:se@cret@shop.example/', 'https://shop.example/'],
    ['https://user:s%40ecret@shop.example:8443/a@b', 'https://shop.example:8443/a@b'],
    ['HTTPS://user:secret@Shop.example', 'https://shop.example/'],
    ['ftp://user:secret@shop.example/', 'ftp://shop.example/'],
    ['ssh://git:secret@shop.example/x', 'ssh://shop.example/x'],
    // Spellings that browsers understand.
    ['https:user:secret@shop.example/', 'https://shop.example/'],
    ['https:\\\\user:secret@shop.example/', 'https://shop.example/'],
    ['https:////user:secret@shop.example/', 'https://shop.example/'],
    [' ht\ntps://user:secret@shop.example/', 'https://shop.example/'],
    ['//user:secret@shop.example/a', '//shop.example/a'],
    ['\\\\user:secret@shop.example/a', '//shop.example/a'],
    ['blob:https://user:secret@shop.example/1', 'blob:https://shop.example/1'],
    // URLs in URLs, as they are and in percent-encoding.
    ['/go?to=https://user:secret@other.example/&x=1', '/go?to=https://other.example/&x=1'],
    ['https://user:secret@a.example/https://user:secret@b.example/', 'https://a.example/https://b.example/'],
    ['/go?to=https%3A%2F%2Fuser%3Asecret%40other.example%2F', '/go?to=https%3A%2F%2Fother.example%2F'],
    ['/go?to=https%3a%2f%2fuser:se%40cret%40other.example', '/go?to=https%3a%2f%2fother.example'],
    ['Open https://user:secret@shop.example/ now', 'Open https://shop.example/ now'],
    // Not URLs, but meant as such.
    ['https://user:secret@', 'https://'],
    ['https://user:secret@shop example/', 'https://shop example/'],
    ['https://user:secret@shop.example:99999/', 'https://shop.example:99999/'],
    ['//user:secret@shop example/', '//shop example/'],
  ])('%j', (text, expected) => {
    expect(withoutLogin(text)).toBe(expected);
  });
});

describe('a text without a login stays as it is', () => {
  it.each([
    'https://Shop.example/@jane?to=a@b#c@d',
    'https://shop.example?jane@shop.example',
    '/go?to=https://user@other.example/',
    '/@jane//x@y',
    '/go?to=https://other.example:8080&mail=jane:x@shop.example',
    '/go?to=https%3A%2F%2Fother.example%3A8080%2F%40jane',
    'jane@shop.example',
    'mailto:jane@shop.example',
    'jane:x@shop.example',
    'android-app://com.slack/',
    'Mail us // jane@shop.example',
    '@',
    '',
  ])('%j', (text) => {
    expect(withoutLogin(text)).toBe(text);
  });
});
