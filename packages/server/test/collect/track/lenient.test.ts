import { describe, expect, it } from 'vitest';
import { useSharedApi } from '../../support/api.js';
import type { Answer } from '../../support/app.js';
import { send, tracked } from './track.js';

const api = useSharedApi();
let visitors = 0;

/** Sends events of a new visitor. */
async function sendNew(...events: object[]): Promise<Answer> {
  const answer = await send(api, { site: 'site-p1', events }, { address: `192.0.2.${++visitors}` });
  expect(answer.statusCode).toBe(202);
  return answer;
}

async function stored(answer: Answer): Promise<Record<string, unknown>[]> {
  const token = await api.issue({ abilities: ['sessions:read'] });
  return (await api.send('GET', `/sessions/${answer.json().data.session_id}`, token)).json().data.timeline;
}

const purchase = (changes: object) => tracked({ type: 'event', name: 'purchase', ...changes });
const LONG = `https://shop.example/?q=${'x'.repeat(2200)}`;

describe('money of a page', () => {
  it.each([
    ['binary noise', '19.990000000000002', '19.99'],
    ['the same as a number', 1.1 * 3, '3.3'],
    ['noise below a cent', '0.30000000000000004', '0.3'],
    ['noise that rounds up to a whole number', '9.9999999999', '10'],
    ['more digits than a binary number has', '123456789012.1234565', '123456789012.123457'],
    ['a negative amount with noise', '-2.0000005000001', '-2.000001'],
    ['less than the smallest amount', '-1e-7', '0'],
    ['an exponent', '1.5e3', '1500'],
    ['spaces around it', ' 49.00 ', '49.00'],
    ['no noise', '49.00', '49.00'],
  ])('with %s is stored rounded to 6 decimals', async (_title, value, amount) => {
    const answer = await sendNew(purchase({ value, currency: 'EUR' }));
    expect(answer.json().data).toEqual({ session_id: expect.any(String) });
    expect(await stored(answer)).toMatchObject([{ value: amount, currency: 'EUR' }]);
  });

  it.each(['eur', ' EUR', 'Eur\n'])('has its currency trimmed and in capital letters: %j', async (currency) => {
    const answer = await sendNew(purchase({ value: '49.00', currency }));
    expect(answer.json().data).toEqual({ session_id: expect.any(String) });
    expect(await stored(answer)).toMatchObject([{ value: '49.00', currency: 'EUR' }]);
  });

  it.each([
    ['no currency', { value: '49.00' }, ['currency']],
    ['no value', { currency: 'EUR' }, ['value']],
    ['a comma', { value: '49,00', currency: 'EUR' }, ['value']],
    ['an unknown currency', { value: '49.00', currency: '€' }, ['currency']],
    ['an amount that is too large', { value: 1e21, currency: 'EUR' }, ['value']],
    ['neither right', { value: 'free', currency: 'euros' }, ['value', 'currency']],
    ['a list as value', { value: [49], currency: 'EUR' }, ['value']],
  ])('with %s is left out and named, and the event is stored', async (_title, money, fields) => {
    const answer = await sendNew(purchase({ ...money, properties: { plan: 'pro' } }));
    expect(answer.json().data.left_out).toEqual(
      fields.map((field) => ({
        index: 0,
        field,
        reason: expect.stringMatching(
          new RegExp(`^Event 0: The ${field} field .* The event is stored without value and currency\\.$`),
        ),
      })),
    );
    expect(await stored(answer)).toMatchObject([
      { name: 'purchase', value: null, currency: null, properties: { plan: 'pro' } },
    ]);
  });
});

describe('an address that is too long', () => {
  it.each([
    ['the page of a custom event', purchase({ url: LONG }), 'url', { name: 'purchase', url: null }],
    ['the page of a click', tracked({ type: 'click', url: LONG, text: 'Buy' }), 'url', { text: 'Buy', url: null }],
    ['the target of a click', tracked({ type: 'click', href: LONG, text: 'Buy' }), 'href', { text: 'Buy', href: null }],
    ['the referrer of a visit', tracked({ referrer: LONG }), 'referrer', { referrer: null }],
  ])('is left out and named: %s', async (_title, event, field, timeline) => {
    const answer = await sendNew(event);
    expect(answer.json().data.left_out).toEqual([
      { index: 0, field, reason: expect.stringMatching(new RegExp(`2048 characters.* stored without ${field}\\.$`)) },
    ]);
    expect(await stored(answer)).toMatchObject([timeline]);
  });

  it('is refused as the page of a visit', async () => {
    const answer = await sendNew(tracked({ id: 'a' }), tracked({ id: 'b', url: LONG }));
    expect(answer.json().data.refused).toEqual([{ index: 1, reason: expect.stringContaining('The url field') }]);
  });
});

it('a property that cannot be used is left out and named, and the others are stored', async () => {
  const properties = { plan: 'pro', note: 'x'.repeat(300), 'a.b': ['c'] };
  const answer = await sendNew(tracked({ id: 'e0' }), purchase({ properties }));
  expect(answer.json().data.left_out).toMatchObject([
    { index: 1, field: 'properties.note', reason: expect.stringMatching(/stored without properties\.note\.$/) },
    {
      index: 1,
      field: 'properties.a.b',
      reason: expect.stringMatching(/^Event 1: .*stored without properties\.a\.b\.$/),
    },
  ]);
  expect(await stored(answer)).toMatchObject([{}, { name: 'purchase', properties: { plan: 'pro' } }]);
});

it('an event that is refused for another field names that one', async () => {
  const answer = await send(api, { site: 'site-p1', events: [purchase({ name: '', value: 'free', currency: 'EUR' })] });
  expect(answer.statusCode).toBe(422);
  expect(Object.keys(answer.json().errors)).toEqual(['events.0.name']);
});

describe('a page of an app', () => {
  it.each([
    ['capacitor://localhost/cart?hat=1#/pay', '/cart?hat=1#/pay'],
    ['ionic://localhost', '/'],
    ['app://./index.html', '/index.html'],
    ['file:///android_asset/www/index.html', '/android_asset/www/index.html'],
    ['file:///C:/app/index.html?x', '/C:/app/index.html?x'],
    ['tauri://localhost?x=1', '/?x=1'],
  ])('is taken as a path: %s', async (url, path) => {
    const answer = await sendNew(tracked({ url }));
    expect(answer.json().data).toEqual({ session_id: expect.any(String) });
    expect(await stored(answer)).toMatchObject([{ url: path }]);
  });

  it('is not a page that only looks like one', async () => {
    const answer = await send(api, { site: 'site-p1', events: [tracked({ url: 'htps://shop.example/' })] });
    expect(answer.statusCode).toBe(422);
  });
});
