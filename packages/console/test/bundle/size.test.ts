import { readdirSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NOW, useConsole } from '../support/console.js';
import { fillShop } from '../support/shop.js';

const FILES = new URL('../../dist/files/', import.meta.url);
const console = useConsole((api) => fillShop(api, NOW, 3));

const zipped = (name: string) => statSync(new URL(`${name}.gz`, FILES)).size;

it('the first view has at most 70,000 bytes gzipped', async () => {
  const { page, files } = await console.open();
  expect(await page.getByRole('region', { name: 'Goals' }).count()).toBe(1);
  expect(files.length).toBeGreaterThan(3);
  expect(files.reduce((sum, file) => sum + zipped(`assets/${file}`), zipped('index.html'))).toBeLessThanOrEqual(70_000);
});

it('everything has at most 110,000 bytes gzipped', () => {
  const names = readdirSync(new URL('assets/', FILES)).filter((name) => /\.(?:js|css)\.gz$/.test(name));
  const sizes = names.map((name) => zipped(`assets/${name.slice(0, -'.gz'.length)}`));
  expect(sizes.length).toBeGreaterThan(5);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(110_000);
});
