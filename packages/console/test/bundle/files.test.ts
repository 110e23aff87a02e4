import { expect, it } from 'vitest';
import { useConsole } from '../support/console.js';

const console = useConsole(async () => {});

it('the page has a strict content security policy and is asked for again each time', async () => {
  const { headers } = await fetch(`${console.url}/console`);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(headers.get('cache-control')).toBe('no-cache');
  const policy = headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
});

it('assets are cached forever, and sent with Brotli or gzip', async () => {
  const page = await (await fetch(`${console.url}/console`)).text();
  const assets = [...page.matchAll(/(?:src|href)="(console\/assets\/[^"]+)"/g)].map(([, asset]) => asset!);
  expect(assets.map((asset) => asset.replace(/.*\./, '')).sort()).toEqual(['css', 'js', 'svg']);
  for (const asset of assets) {
    const texts = [];
    for (const coding of ['br', 'gzip', 'identity']) {
      const answer = await fetch(`${console.url}/${asset}`, { headers: { 'accept-encoding': coding } });
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('content-encoding')).toBe(coding === 'identity' ? null : coding);
      texts.push(await answer.text());
    }
    expect(new Set(texts).size).toBe(1);
  }
});

it.each(['missing-ABC.js', 'main.js', '..%2findex.html', 'index.html'])('there is no file %s', async (name) => {
  const answer = await fetch(`${console.url}/console/assets/${name}`);
  expect(answer.status).toBe(404);
});
