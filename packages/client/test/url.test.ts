import { describe, expect, it } from 'vitest';
import { data, useScriptedServer } from './support/scripted-server.js';

const server = useScriptedServer();

describe('requests go to /api of the server, with or without /api in the url option:', () => {
  it.each([
    ['', '/api'],
    ['/', '/api'],
    ['/api', '/api'],
    ['/api/', '/api'],
    ['/stats', '/stats/api'],
    ['/stats/api', '/stats/api'],
    ['/my-api', '/my-api/api'],
  ])('the address followed by "%s"', async (suffix, base) => {
    server.steps = [data()];
    await server.client({ url: server.url + suffix }).getConversions({ sessionIds: [1] });
    expect(server.received[0]!.url).toBe(`${base}/services/analytics/v1/sessions/get-conversions`);
  });
});
