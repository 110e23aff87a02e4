import { expect, it } from 'vitest';
import { NOW, settled, useConsole } from './support/console.js';
import { fillShop } from './support/shop.js';

const console = useConsole((api) => fillShop(api, NOW, 2));

it('the console calls only endpoints of the OpenAPI document', async () => {
  const { paths } = (await (await fetch(`${console.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
    })),
  );
  const { page, calls } = await console.open();
  for (const place of PLACES) {
    await page.goto(`${console.url}/console${place}`);
    await settled(page);
  }
  const called = new Set(calls);
  expect([...called]).toContain('POST /services/analytics/v1/reports/conversions');
  const undocumented = [...called].filter((call) => {
    const [method, path] = call.split(' ') as [string, string];
    return !documented.some((one) => one.method === method && one.path.test(path));
  });
  expect(undocumented).toEqual([]);
});

/** Every page. */
const PLACES = [
  '?view=sessions',
  '?view=sessions&session=s1-1',
  '?view=goals',
  '?view=goals&edited=purchase',
  '?view=funnels&step=buy&step=purchase',
  '?view=live',
  ...['project', 'sharing', 'tokens', 'people', 'views', 'notes', 'changes', 'own'].map(
    (name) => `?view=settings&section=${name}`,
  ),
];
