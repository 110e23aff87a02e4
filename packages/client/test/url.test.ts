import { describe, expect, it } from 'vitest';
import { data, useScriptedServer } from './support/scripted-server.js';

const server = useScriptedServer();

describe('requests go below /api of the server, whichever of its addresses the client is given:', () => {
  it.each([
    ['', '/api'],
    ['/', '/api'],
    ['/api', '/api'],
    ['/api/', '/api'],
    ['/stats', '/stats/api'],
    ['/stats/api', '/stats/api'],
    ['/my-api', '/my-api/api'],
  ])('the address with "%s" behind it', async (behind, base) => {
    server.steps = [data()];
    await server.client({ url: server.url + behind }).getConversions({ sessionIds: [1] });
    expect(server.received[0]!.url).toBe(`${base}/services/analytics/v1/sessions/get-conversions`);
  });
});
