import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { csvLine } from '#goalpost/http/csv/csv-line.js';
import type { ProjectId } from '#goalpost/model/ids.js';
import { useSharedApi } from '../support/api.js';
import { customEvent, goal, T0, urlGoal, visit } from '../support/builders.js';

describe('A line of CSV', () => {
  it.each<[string | number | null, string]>([
    ['a', 'a'],
    [1.5, '1.5'],
    [null, ''],
    ['', ''],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    [' a', '" a"'],
    ['=1+1', "'=1+1"],
    ['+x', "'+x"],
    ['-x', "'-x"],
    ['@x', "'@x"],
    ['\tx', "'\tx"],
    ['\r=x', '"\'\r=x"'],
    ['-49.50', '-49.50'],
    [-3, '-3'],
    ['-1+2', "'-1+2"],
    ['=HYPERLINK("https://evil.example","x")', '"\'=HYPERLINK(""https://evil.example"",""x"")"'],
  ])('has %j as %s', (cell, expected) => {
    expect(csvLine([cell], false)).toBe(`${expected}\r\n`);
  });

  it('leaves formulas when asked for raw texts', () => {
    expect(csvLine(['=1+1', 'a,b'], true)).toBe('=1+1,"a,b"\r\n');
  });
});

describe('Accept: text/csv', () => {
  const api = useSharedApi();
  const PERIOD = { start_date: '2026-01-03', end_date: '2026-01-04' };
  let token: string;
  const csv = async (address: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, accept: 'text/csv' };
    const answer = await api.app.inject({ method: 'POST', url: `${BASE_PATH}${address}`, headers, payload: body });
    return {
      type: answer.headers['content-type'],
      status: answer.statusCode,
      lines: answer.body.split('\r\n'),
      answer,
    };
  };

  beforeAll(async () => {
    const p1 = 'p1' as ProjectId;
    await api.store.goals.create(p1, urlGoal('/thanks', { key: 'thanks', name: 'Thanks' }));
    await api.store.goals.create(
      p1,
      goal({ type: 'event', rule: { name: 'buy' } }, { key: 'buy', valueFrom: 'event' }),
    );
    await api.record(
      visit('/?utm_source=%3Dcmd', { sessionId: 'a', id: 'e1' }),
      visit('/thanks', { sessionId: 'a', id: 'e2', at: T0 + 1, title: 'Thank you, Ada' }),
      customEvent('buy', { sessionId: 'b', id: 'e1', at: T0 + 2, value: '-1', currency: 'EUR' }),
    );
  });
  beforeEach(async () => {
    token = await api.issue({ abilities: ['reports:read', 'sessions:read', 'conversions:read'], rateLimit: 1000 });
    api.now = T0 + 10 * 86_400_000;
  });

  it('gives all rows of a report', async () => {
    const { type, lines } = await csv('/reports/conversions', { ...PERIOD, group_by: ['source'], limit: 1 });
    expect(type).toBe('text/csv; charset=utf-8; header=present');
    expect(lines).toEqual([
      'source,sessions,converted_sessions,conversion_rate,conversions,value_EUR',
      "'=cmd,1,1,1,1,",
      ',1,1,1,1,-1.00',
      '',
    ]);
  });

  it.each([
    ['text/csv', 'text/csv'],
    ['TEXT/CSV; header=present', 'text/csv'],
    ['text/csv, application/json', 'text/csv'],
    ['text/csv, */*;q=0.1', 'text/csv'],
    ['application/json;q=0.5, text/csv', 'text/csv'],
    ['text/*', 'text/csv'],
    ['application/json, text/csv', 'application/json'],
    ['application/json, text/csv;q=0.9', 'application/json'],
    ['text/csv;q=0, */*', 'application/json'],
    ['text/csvx, */*', 'application/json'],
    ['*/*', 'application/json'],
    ['text/html', 'application/json'],
    [undefined, 'application/json'],
  ])('is preferred to JSON as the header says: %s gives %s', async (accept, expected) => {
    const headers = { authorization: `Bearer ${token}`, ...(accept && { accept }) };
    const url = `${BASE_PATH}/reports/conversions`;
    const answer = await api.app.inject({ method: 'POST', url, headers, payload: PERIOD });
    expect(answer.headers['content-type']).toMatch(new RegExp(`^${expected};`));
  });

  it('gives the earlier period beside it, and texts as they are', async () => {
    const body = { ...PERIOD, group_by: ['source'], sort: 'source', compare: 'previous_period' };
    const { lines } = await csv('/reports/conversions?raw=true', body);
    expect(lines[0]).toMatch(/conversions,value_EUR,before_sessions,.*,before_value_EUR$/);
    expect(lines[1]).toBe('=cmd,1,1,1,1,,0,0,,0,');
  });

  it('gives the totals of a report without groups', async () => {
    expect((await csv('/reports/conversions', PERIOD)).lines.slice(1)).toEqual(['2,2,1,2,-1.00', '']);
  });

  it('is in the API reference for all of these', async () => {
    const { paths } = (await api.app.inject('/openapi.json')).json();
    const answering = Object.keys(paths).filter(
      (path) => 'text/csv' in (paths[path].post?.responses[200]?.content ?? {}),
    );
    const ending = answering.map((path) => path.slice(path.lastIndexOf('/') + 1));
    expect(ending.sort()).toEqual(['conversions', 'funnel', 'get-conversions', 'sessions']);
  });

  it('refuses several queries, and faults as ever', async () => {
    const { status, answer } = await csv('/reports/conversions', { ...PERIOD, queries: [{}] });
    expect([status, answer.json().message]).toEqual([
      422,
      'The queries field gives several tables; ask for one query at a time for CSV.',
    ]);
    expect((await csv('/project/sessions', {})).status).toBe(422);
  });

  it('gives the sessions of all pages', async () => {
    const { lines } = await csv('/project/sessions', { ...PERIOD, per_page: 1, sortKey: 'id', sortOrder: 'asc' });
    expect(lines[0]).toMatch(/^id,created_at,ended_at,time_spend,.*,conversions$/);
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['a', 'b', '']);
    expect(lines[1]).toContain(",'=cmd,");
  });

  it('gives conversions: ids, fields or counts', async () => {
    const ids = await csv('/sessions/get-conversions', { session_ids: ['a', 'b', 'c'] });
    expect(ids.lines).toEqual(['id', 'a:url:thanks:e2', 'b:event:buy:e1', '']);
    const fields = await csv('/sessions/get-conversions', { session_ids: ['a', 'b'], expand: true });
    expect(fields.lines.slice(1)).toEqual([
      'a:url:thanks:e2,a,url,thanks,Thanks,1,2026-01-03T10:00:00.001Z,/thanks,"Thank you, Ada",,,a:e2,trusted',
      expect.stringMatching(/^b:event:buy:e1,b,event,buy,.*,-1,EUR,,trusted$/),
      '',
    ]);
    const counts = await csv('/sessions/get-conversions', { session_ids: ['b', 'c', 'b'], key: 'count' });
    expect(counts.lines).toEqual(['session_id,conversions', 'b,1', 'c,0', 'b,1', '']);
  });
});
