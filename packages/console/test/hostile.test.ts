import type { EventId, ProjectId } from '@goalpost/server/dist/model/ids.js';
import { expect, it } from 'vitest';
import { click, customEvent, goal, visit } from '../../server/test/support/builders.js';
import { NOW, settled, useConsole } from './support/console.js';

const SCRIPT = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
const LINK = 'javascript:document.title=1';

const console = useConsole(async ({ store, record, finishWork }) => {
  await store.goals.create(
    'p1' as ProjectId,
    goal({ type: 'event', rule: { name: SCRIPT } }, { key: 'hostile', name: SCRIPT }),
  );
  await finishWork();
  const at = NOW - 60_000;
  const query = new URLSearchParams({ utm_source: SCRIPT, utm_campaign: SCRIPT, utm_medium: SCRIPT });
  const first = visit(`https://shop.example/${encodeURIComponent(SCRIPT)}?${query}`, { at, title: SCRIPT });
  await record(
    { ...first, referrer: LINK },
    click([{ tag: 'a', classes: [SCRIPT], attributes: {} }], {
      id: 'e2',
      at: at + 1,
      url: LINK,
      text: SCRIPT,
      href: LINK,
    }),
    {
      ...customEvent(SCRIPT, { id: 'e3', at: at + 2, properties: { [SCRIPT]: SCRIPT } }),
      id: 'e3' as EventId,
      url: `/${SCRIPT}`,
    },
  );
});

const PLACES = [
  '',
  '?view=sessions',
  '?view=sessions&session=1',
  `?source=${encodeURIComponent(`=${SCRIPT}`)}`,
  '?view=goals',
  '?view=goals&edited=hostile',
  '?view=live',

  `?view=funnels&by=source&step=${encodeURIComponent(`/${SCRIPT}`)}&step=hostile`,
];

it.each(PLACES)('texts of visitors are text in %s', async (place) => {
  const { page, complaints } = await console.open(place);
  await settled(page);
  expect(await page.getByText('<img src=x', { exact: false }).count()).toBeGreaterThan(0);
  expect(await page.locator('img, script:not([type=module]), a[href^="javascript"]').count()).toBe(0);
  expect(await page.title()).toContain('Goalpost');
  expect(complaints).toEqual([]);
});
