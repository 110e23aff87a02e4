import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Json } from '#goalpost/reference/json.js';
import { useSharedApi } from '../support/api.js';
import { collectGarbage } from '../support/garbage.js';
import { isInCollection, isOfConsole, operationsOf } from './openapi-rules.js';

const api = useSharedApi({ trustedProxies: ['10.0.0.1'] });

async function get(url: string, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') {
  return api.app.inject({ url, headers: { host: 'goalpost.example:8080', ...headers }, remoteAddress });
}

it('the YAML is the same document as the JSON', async () => {
  const yaml = await get('/openapi.yaml');
  expect(yaml.headers['content-type']).toBe('application/yaml; charset=utf-8');
  expect(parse(yaml.body)).toEqual((await get('/openapi.json')).json());
});

it('the Postman collection has a request for each operation but those left out, and variables for address and token', async () => {
  const collection: Json = (await get('/postman.json')).json();
  const requests = collection.item.flatMap(requestsIn).map(({ method, url }: Json) => {
    return `${method} /${url.path.map((part: string) => part.replace(/^:(\w+)$/, '{$1}')).join('/')}`;
  });
  const operations = operationsOf((await get('/openapi.json')).json())
    .filter(({ operation }) => isInCollection(operation))
    .map(({ where, path }) => where.replace(path, path.slice('/api'.length)));
  expect(requests.sort()).toEqual(operations.sort());
  expect(collection.info.schema).toBe('https://schema.getpostman.com/json/collection/v2.1.0/collection.json');
  expect(collection.variable).toEqual([
    { key: 'baseUrl', value: 'http://goalpost.example:8080/api' },
    { key: 'bearerToken', value: '' },
    { key: 'siteKey', value: '' },
  ]);
  expect(collection.auth.bearer[0].value).toBe('{{bearerToken}}');
});

describe('each export contains the origin it was requested from:', () => {
  const forwarded = { 'x-forwarded-host': 'stats.example', 'x-forwarded-proto': 'https' };

  it.each([
    ['that of the request', {}, '127.0.0.1', 'http://goalpost.example:8080'],
    ['an IPv6 address', { host: '[::1]:8080' }, '127.0.0.1', 'http://[::1]:8080'],
    ['from a trusted proxy', forwarded, '10.0.0.1', 'https://stats.example'],
    ['but not from any other address', forwarded, '10.0.0.2', 'http://goalpost.example:8080'],
  ])('%s', async (_what, headers, remoteAddress, origin) => {
    for (const url of ['/openapi.json', '/openapi.yaml', '/postman.json']) {
      const { body } = await get(url, headers, remoteAddress);
      expect(body).toContain(origin);
      expect(body).not.toContain('goalpost.invalid');
    }
    const document: Json = (await get('/openapi.json', headers, remoteAddress)).json();
    expect(document.servers).toEqual([{ url: `${origin}/api`, description: 'This server' }]);
  });

  it.each([
    ['10.0.0.1', '/stats', 'https://stats.example/stats'],
    ['10.0.0.1', '/apps/stats/', 'https://stats.example/apps/stats'],
    ['10.0.0.1', '/', 'https://stats.example'],
    ['10.0.0.2', '/stats', 'http://goalpost.example:8080'],
  ])('behind a proxy at %s, with its prefix %s', async (proxy, prefix, address) => {
    const document: Json = (await get('/openapi.json', { ...forwarded, 'x-forwarded-prefix': prefix }, proxy)).json();
    expect(document.servers[0].url).toBe(`${address}/api`);
    expect(document.info.description).toContain(`${address}/postman.json`);
    for (const { operation } of operationsOf(document).filter((one) => !isOfConsole(one.operation))) {
      expect(operation['x-codeSamples'][0].source).toContain(`"${address}/api/services/analytics/v1/`);
    }
  });

  it.each(['stats', '//evil.example', '/a b', '/"x'])(
    'but not with the prefix %j, which is not a path',
    async (prefix) => {
      const answer = await get('/openapi.json', { ...forwarded, 'x-forwarded-prefix': prefix }, '10.0.0.1');
      expect(answer.json().servers[0].url).toBe('https://stats.example/api');
    },
  );

  it.each(['a"b', '$(rm -rf ~)', 'a.example/path', "a'b"])('but not %j, which is not a host', async (host) => {
    const answer = await get('/openapi.json', { host });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toEqual({
      error: true,
      message: 'The Host header must be a host name or address, and a port if need be.',
    });
  });
});

function requestsIn(item: Json): Json[] {
  return item.request ? [item.request] : item.item.flatMap(requestsIn);
}

it('copies for the addresses that strangers make up take a bounded amount of memory', async () => {
  const HOSTS = 150;
  const { body } = await get('/openapi.json');
  const memory = () => {
    collectGarbage();
    return process.memoryUsage().arrayBuffers;
  };
  const before = memory();
  for (let host = 0; host < HOSTS; host++) {
    expect((await get('/openapi.json', { host: `made-up-${host}.example` })).body).toContain(`made-up-${host}.example`);
  }
  // V8 frees the bytes of collected buffers in a thread of its own, some time later.
  await expect.poll(() => memory() - before, { timeout: 30_000 }).toBeLessThan((HOSTS / 4) * body.length);
});
