import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combined } from '#goalpost/collect/access-log/formats/combined.js';
import { LOG_FORMATS } from '#goalpost/collect/access-log/formats/formats.js';
import { compileLogFormat } from '#goalpost/collect/access-log/formats/log-format.js';
import { LineParser } from '#goalpost/collect/access-log/line-parser.js';
import { importLog } from '../import-log.js';

const UA = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const AT = Date.UTC(2025, 1, 10, 16, 41, 7);
const NEWS = 'https://news.example/';

describe('a log that is written in any format has the requests it was made of', () => {
  /** Writes a request in each format, as the server's documentation says, without our readers. */
  const writers: Readonly<Record<string, (request: Logged) => string>> = {
    combined: (r) => `${r.address} - - [${r.clf}] "GET ${r.path} HTTP/1.1" ${r.status} 5 "${NEWS}" "${UA}"`,
    'vhost-combined': (r) =>
      `shop.example:443 ${r.address} - - [${r.clf}] "GET ${r.path} HTTP/1.1" ${r.status} 5 "${NEWS}" "${UA}"`,
    common: (r) => `${r.address} - - [${r.clf}] "GET ${r.path} HTTP/1.1" ${r.status} 5`,
    'vhost-common': (r) => `shop.example ${r.address} - - [${r.clf}] "GET ${r.path} HTTP/1.1" ${r.status} 5`,
    w3c: (r) =>
      `${r.status} ${r.iso.slice(0, 10)} ${UA.replaceAll(' ', '+')} ${r.iso.slice(11, 19)} ${r.path.replace(/\?.*/, '')} ${r.path.split('?')[1] ?? '-'} GET ${r.address}`,
    alb: (r) =>
      `h2 ${r.iso} app/a/1 ${r.port} 10.0.0.9:80 0 0 0 ${r.status} 200 1 2 "GET https://shop.example:443${r.path} HTTP/2.0" "${UA}" - - arn "Root=1" "-" "-" 0`,
    elb: (r) =>
      `${r.iso} my-elb ${r.port} 10.0.0.9:80 0 0 0 ${r.status} 200 1 2 "GET https://shop.example:443${r.path} HTTP/1.1" "${UA}" - -`,
    s3: (r) =>
      `owner bucket [${r.clf}] ${r.address} - ID REST.GET.OBJECT key "GET ${r.path} HTTP/1.1" ${r.status} - 1 1 1 1 "${NEWS}" "${UA}" - id - - - shop.example TLSv1.2 - -`,
    caddy: (r) =>
      JSON.stringify({
        ts: r.at / 1000,
        request: {
          remote_ip: r.address,
          method: 'GET',
          host: 'shop.example',
          uri: r.path,
          headers: { 'User-Agent': [UA] },
        },
        status: Number(r.status),
      }),
    traefik: (r) =>
      JSON.stringify({
        ClientAddr: r.port,
        StartUTC: r.iso,
        RequestMethod: 'GET',
        RequestPath: r.path,
        DownstreamStatus: Number(r.status),
        'request_User-Agent': UA,
      }),
    'nginx-json': (r) =>
      JSON.stringify({
        msec: r.at / 1000,
        remote_addr: r.address,
        request: `GET ${r.path} HTTP/1.1`,
        status: r.status,
        http_user_agent: UA,
      }),
  };
  const HEAD: Readonly<Record<string, string>> = {
    w3c: '#Fields: sc-status date cs(User-Agent) time cs-uri-stem cs-uri-query cs-method c-ip\n',
  };

  interface Logged {
    readonly at: number;
    readonly iso: string;
    readonly clf: string;
    readonly address: string;
    readonly port: string;
    readonly path: string;
    readonly status: string;
  }

  const requests = Array.from({ length: 500 }, (_, index): Logged => {
    const at = AT + index * 90_000;
    const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString())!;
    const address = index % 7 === 0 ? `2001:db8::${index % 5}` : `192.0.2.${index % 40}`;
    return {
      at,
      iso: new Date(at).toISOString(),
      clf: `${day}/${month}/${year}:${time} +0000`,
      address,
      port: address.includes(':') ? `[${address}]:5100` : `${address}:5100`,
      path: index % 3 === 0 ? `/page/${index}?q=a%20b` : index % 11 === 0 ? '/logo.png' : `/page/${index}`,
      status: index % 13 === 0 ? '404' : '200',
    };
  });
  const served = requests.filter(({ status }) => status === '200');
  const pages = served.filter(({ path }) => !path.endsWith('.png'));
  const sessions = [...new Set(pages.map(({ address }) => address))].reduce((sum, address) => {
    const times = pages.filter((page) => page.address === address).map(({ at }) => at);
    return sum + times.filter((at, index) => index === 0 || at - times[index - 1]! > 1_800_000).length;
  }, 0);

  it('for every format there is', () => {
    expect(Object.keys(writers).sort()).toEqual(LOG_FORMATS.map(({ name }) => name).sort());
  });

  it.each(Object.keys(writers))('%s', async (name) => {
    const log = (HEAD[name] ?? '') + requests.map((request) => `${writers[name]!(request)}\n`).join('');
    const imported = await importLog(log);
    expect(imported.refusals).toEqual([]);
    expect(imported.summary).toMatchObject({
      format: name,
      lines: requests.length,
      stored: pages.length,
      filtered: { status: requests.length - served.length, asset: served.length - pages.length },
    });
    expect(imported.sessions).toBe(sessions);
    expect(imported.urls.map((url) => url.replace(/^https?:\/\/shop\.example/, ''))).toEqual(
      pages.map(({ path }) => path),
    );
    expect(imported.store.events.map(({ at }) => Math.floor(at / 1000))).toEqual(pages.map(({ at }) => at / 1000));
  });
});

describe('a format string of a server', () => {
  const own = (text: string) => {
    const compiled = compileLogFormat(text);
    if (!compiled.ok) throw new Error(compiled.expected);
    return compiled.format;
  };

  it.each<[string, string, string, object]>([
    [
      'of nginx',
      '$http_x_forwarded_for - $remote_addr [$time_local] "$request" $status "$http_user_agent" $host',
      String.raw`203.0.113.7, 10.1.1.1 - 10.0.0.5 [10/Feb/2025:16:41:07 +0000] "GET /caf\xC3\xA9 HTTP/2.0" 200 "a \x22b\x22" shop.example`,
      { at: AT, host: 'shop.example', userAgent: 'a "b"', request: { method: 'GET', target: '/caf%C3%A9' } },
    ],
    [
      'of nginx, as JSON',
      '{"t":"$time_iso8601","ip":"$remote_addr","u":"$request_uri","m":"$request_method","s":$status,"a":"$http_user_agent"}',
      '{"t":"2025-02-10T16:41:07+00:00","ip":"192.0.2.1","u":"/a?b","m":"GET","s":200,"a":"a \\"b\\""}',
      { at: AT, userAgent: 'a "b"', request: { method: 'GET', target: '/a?b' } },
    ],
    [
      'of Apache, as in its configuration',
      String.raw`%v:%p %h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\" %D`,
      `shop.example:443 192.0.2.1 - jane doe [10/Feb/2025:16:41:07 +0000] "GET / HTTP/1.1" 200 5 "${NEWS}" "${UA}" 12`,
      { at: AT, host: 'shop.example:443', referrer: NEWS, userAgent: UA },
    ],
    [
      'of Apache, with path and query as one',
      '%a %{%Y-%m-%dT%H:%M:%S%z}t %m %U%q %s',
      '192.0.2.1 2025-02-10T16:41:07+0000 GET /a?b=c 200',
      { at: AT, request: { method: 'GET', target: '/a?b=c' } },
    ],
    [
      'of Apache, with parts of the request',
      '%a %{%Y-%m-%dT%H:%M:%S%z}t %m %U %q %s',
      '192.0.2.1 2025-02-10T16:41:07+0000 GET /a ?b=c 200',
      { at: AT, request: { method: 'GET', target: '/a?b=c' } },
    ],
  ])('%s', (_title, text, line, logged) => {
    expect(new LineParser(own(text), []).parse(line)).toMatchObject({ ok: true, logged });
  });

  it.each([
    ['combined', "nginx's or Apache's format string"],
    ['$remote_addr $time_local $request', 'a format that has the status'],
    ['%t "%r" %s', 'a format that has the address'],
    ['%h%t "%r" %s%b', 'a format with a character between each two variables'],
  ])('%s is refused', (text, expected) => {
    expect(compileLogFormat(text)).toMatchObject({ ok: false, expected: expect.stringContaining(expected) });
  });
});

describe('no line makes a reader fail', () => {
  const own = compileLogFormat('$remote_addr [$time_local] "$request" $status "$http_user_agent"');
  const formats = [...LOG_FORMATS, ...(own.ok ? [own.format] : [])];
  const parts = fc.constantFrom(
    ...[
      '"',
      '\\',
      '\\x',
      '\\xZZ',
      '\\u12',
      '[',
      ']',
      ' ',
      '\t',
      '{',
      '}',
      '#Fields: ',
      'c-ip',
      '192.0.2.1',
      '-',
      ',',
      '%',
      '%E0%A4%A',
      '200',
      '\0',
      '\ud800',
    ],
    ...[
      '{"request":null,"ts":1,"status":{}}',
      '{"RequestMethod":[],"RequestPath":1}',
      '{"remote_addr":"x","status":[[]]}',
      '2025-02-10T16:41:07Z',
      'GET / HTTP/1.1',
      'https',
      '10/Feb/2025:16:41:07 +0000',
    ],
  );
  const line = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(parts, { maxLength: 40 }).map((some) => some.join('')),
    fc.json(),
  );

  it.each(formats.map((format) => [format.name, format] as const))('%s', (_name, format) => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const parser = new LineParser(format, []);
        for (const text of lines) expect(parser.parse(text)).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });

  it('combined, with one character changed', () => {
    const whole = `192.0.2.1 - - [10/Feb/2025:16:41:07 +0000] "GET / HTTP/1.1" 200 5 "${NEWS}" "${UA}"`;
    const parser = new LineParser(combined, []);
    for (let at = 0; at < whole.length; at++) {
      for (const character of ['"', '\\', ' ', 'x', '\u2028']) {
        expect(parser.parse(whole.slice(0, at) + character + whole.slice(at + 1))).toBeDefined();
      }
    }
  });
});
