import { Goalpost } from '@goalpost/client';
import { expect, it } from 'vitest';
import { useServer } from './support/server.js';

const server = useServer();

it('settings of the project are read and changed', async () => {
  const client = await server.client();
  const [project] = await client.projects.list();
  expect(project).toMatchObject({ id: 'p1', name: 'Shop', main_currency: null });
  const changed = await client.projects.update('p1', { main_currency: 'EUR', excluded_paths: ['/admin/**'] });
  expect(changed).toEqual({ ...project, main_currency: 'EUR', excluded_paths: ['/admin/**'] });
  expect(await client.projects.get('p1')).toEqual(changed);
  expect((await client.projects.rotateSigningSecret('p1')).secret).toHaveLength(64);
  expect((await client.projects.check()).last_events).toEqual({ visit: null, click: null, event: null });
  await expect(client.projects.get('p2')).rejects.toMatchObject({ kind: 'not_found' });
  await expect(client.projects.update('p1', { time_zone: 'Mars' })).rejects.toMatchObject({ kind: 'invalid' });
});

it('a project is deleted by its name', async () => {
  const { projects } = await server.client();
  await expect(projects.delete('p1', 'Blog')).rejects.toMatchObject({ kind: 'invalid' });
  await projects.delete('p1', 'Shop');
  server.now += 1001;
  await expect(projects.list()).rejects.toMatchObject({ kind: 'unauthenticated' });
});

it('tokens are created, listed and revoked', async () => {
  const client = await server.client();
  const { id, token } = await client.tokens.create({ abilities: ['goals:read'], name: 'Weekly' });
  const other = new Goalpost({ url: server.url, token });
  expect(await other.goals.list()).toEqual([]);
  expect((await client.tokens.list()).find((one) => one.id === id)).toMatchObject({ name: 'Weekly', revoked_at: null });
  await client.tokens.revoke(id);
  server.now += 1001;
  await expect(other.goals.list()).rejects.toMatchObject({ kind: 'unauthenticated' });
});

it('notes are created, listed, changed and deleted', async () => {
  const { notes } = await server.client();
  const { id } = await notes.create({ date: '2026-01-15', text: 'New home page' });
  await notes.create({ date: '2026-02-01', text: 'Sale' });
  await notes.update(id, { text: 'New' });
  expect((await notes.list({ endDate: '2026-01-31' })).map(({ text }) => text)).toEqual(['New']);
  expect(await notes.list({ startDate: '2026-03-01' })).toEqual([]);
  await notes.delete(id);
  expect((await notes.list()).map(({ text }) => text)).toEqual(['Sale']);
  await expect(notes.delete(id)).rejects.toMatchObject({ kind: 'not_found' });
});

it('views are saved, listed, changed and deleted', async () => {
  const { insights } = await server.client();
  const made = await insights.create({ label: 'Orders', data: { chart: 'bars' } });
  expect(await insights.get(made.id)).toEqual(made);
  expect(await insights.default()).toBeNull();
  await insights.setDefault(made.id);
  await insights.update(made.id, { label: 'Sales' });
  expect(await insights.default()).toEqual({ ...made, label: 'Sales' });
  expect(await insights.list()).toEqual([{ id: made.id, label: 'Sales', is_default: true }]);
  await insights.delete(made.id);
  await expect(insights.get(made.id)).rejects.toMatchObject({ kind: 'not_found' });
});
