import type { EventId, ProjectId } from '@goalpost/server/dist/model/ids.js';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { click, customEvent, goal, visit } from '../../server/test/support/builders.js';
import { signedInAs } from '../../server/test/support/console.js';
import { NOW, settled, useConsole } from './support/console.js';

const P1 = 'p1' as ProjectId;
const SCRIPT = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
const LINK = 'javascript:document.title=1';

const console = useConsole(async ({ store, record, finishWork }) => {
  await store.projects.update(P1, { name: SCRIPT });
  await store.goals.create(P1, goal({ type: 'event', rule: { name: SCRIPT } }, { key: 'hostile', name: SCRIPT }));
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
  '?view=settings&section=project',
  `?view=funnels&by=source&step=${encodeURIComponent(`/${SCRIPT}`)}&step=hostile`,
];

/** Expects that hostile texts are shown, and as texts. */
async function expectTexts(page: Page): Promise<void> {
  expect(await page.getByText('<img src=x', { exact: false }).count()).toBeGreaterThan(0);
  expect(await page.locator('img, script:not([type=module]), a[href^="javascript"]').count()).toBe(0);
  expect(await page.title()).toContain('Goalpost');
}

it.each(PLACES)('texts of visitors are text in %s', async (place) => {
  const { page, complaints } = await console.open(place);
  await settled(page);
  await expectTexts(page);
  expect(complaints).toEqual([]);
});

it('texts of a project and its visitors are text on the page of a share link', async () => {
  const owner = await signedInAs(console.api, { all: 'owner' });
  const { link } = (await owner.send('POST', '/share-links', { name: SCRIPT })).json().data;
  const { page, complaints } = await console.open('', { isSignedIn: false });
  complaints.length = 0;
  await page.goto('about:blank');
  await page.goto(`${console.url}/console#/shared/${link}`);
  await page.getByRole('region', { name: 'Goals' }).getByRole('button', { name: SCRIPT }).waitFor();
  await settled(page);
  await expectTexts(page);
  expect(complaints).toEqual([]);
});

describe('what a refusal repeats is text', () => {
  it.each([
    ['of a session', `?view=sessions&session=${encodeURIComponent(SCRIPT)}`],
    ['of a step', `?view=funnels&step=${encodeURIComponent(SCRIPT)}&step=hostile`],
  ])('%s in the address', async (_, place) => {
    const { page } = await console.open(place);
    await settled(page);
    await page.getByRole('alert').getByText('<img src=x').first().waitFor();
    await expectTexts(page);
  });

  it('of a rule', async () => {
    const { page } = await console.open('?view=goals&edited=');
    await page.getByRole('radio', { name: 'A click' }).check();
    await page.getByLabel('CSS selector').fill(SCRIPT);
    await page.getByRole('region', { name: 'What it would have matched' }).getByText('<img src=x').waitFor();
    await page.locator('.fault', { hasText: '<img src=x' }).first().waitFor();
    await expectTexts(page);
  });

  it('of an import, and of its lines', async () => {
    const { page } = await console.open('?view=settings&section=importing');
    const line = `203.0.113.7 - - [24/Nov/2026:09:00:00 +0000] "GET / HTTP/1.1" 200 512 "-" ${SCRIPT}\n`;
    await page.getByLabel('File').setInputFiles({
      name: `${SCRIPT}.log`,
      mimeType: 'text/plain',
      buffer: Buffer.from(`${line.replace(SCRIPT, '"-"').repeat(9)}${line}`),
    });
    await page.getByLabel('Address of the site').fill(SCRIPT);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.locator('.fault', { hasText: '<img src=x' }).first().waitFor();
    await expectTexts(page);
    await page.getByLabel('Address of the site').fill('https://shop.example');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText(/^Line 10: .*<img src=x/).waitFor();
    await expectTexts(page);
  });
});
