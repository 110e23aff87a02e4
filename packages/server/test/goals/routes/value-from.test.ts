import { beforeEach, describe, expect, it } from 'vitest';
import { useApi } from '../../support/api.js';
import { customEvent } from '../../support/builders.js';

const api = useApi();
const ORDER = { key: 'order', name: 'Order', type: 'event', rule: { name: 'purchase' } };
const FIXED = { value: '5.00', currency: 'EUR' };

let token: string;
beforeEach(async () => {
  token = await api.issue({ abilities: ['goals:read', 'goals:write', 'conversions:read'] });
});

const made = async (changes: object = {}) => (await api.send('POST', '/goals', token, { ...ORDER, ...changes })).json();
const changed = async (patch: object) => (await api.send('PATCH', '/goals/order', token, patch)).json();

describe('where the value of a new goal comes from', () => {
  it('is the event, as long as a project has public events alone', async () => {
    await api.record(customEvent('purchase', { origin: 'public' }));
    expect((await made()).data.value_from).toBe('event');
  });

  it('is a trusted event, once the project has one', async () => {
    await api.record(customEvent('purchase'));
    expect((await made()).data.value_from).toBe('trusted_event');
  });

  it('is the goal, if it has a value, and what is given otherwise', async () => {
    expect((await made(FIXED)).data.value_from).toBe('goal');
    expect((await made({ key: 'none', value_from: 'none' })).data.value_from).toBe('none');
  });

  it('must agree with its value', async () => {
    expect((await made({ value_from: 'goal' })).errors).toEqual({
      value: ['The value field is required when value_from is "goal": send it with currency.'],
    });
    expect((await made({ ...FIXED, value_from: 'event' })).errors).toEqual({
      value_from: ['The value_from field must be "goal" or absent when value is given; got "event".'],
    });
  });
});

it('a change of the value changes where it comes from, unless that is given', async () => {
  await made({ value_from: 'none' });
  expect((await changed({ name: 'Paid' })).data.value_from).toBe('none');
  expect((await changed(FIXED)).data.value_from).toBe('goal');
  expect((await changed({ value: null, currency: null })).data.value_from).toBe('event');
  expect((await changed({ value_from: 'trusted_event' })).data).toMatchObject({
    value_from: 'trusted_event',
    version: 1,
  });
});

it("a stranger's purchase counts and is worth nothing in a goal that takes values of trusted events", async () => {
  await made({ value_from: 'trusted_event' });
  const worth = { value: '999999999999.999999', currency: 'EUR' };
  await api.record(
    customEvent('purchase', { ...worth, origin: 'public' }),
    customEvent('purchase', { ...worth, id: 'own' }),
  );
  const { data } = (await api.ask({ session_ids: [1], expand: true }, token)).json();
  expect(data).toMatchObject([
    { id: '1:event:order:e1', value: null, currency: null },
    { id: '1:event:order:own', ...worth },
  ]);
});
