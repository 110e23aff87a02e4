import { expect, it } from 'vitest';
import { BASE_PATH } from '#goalpost/app.js';
import { StoreUnavailable } from '#goalpost/store/store.js';
import { useApi } from '../../support/api.js';
import { withFailingStore } from '../../support/failing-store.js';
import { OPERATIONS } from './operations.js';

const api = useApi();

it.each(OPERATIONS)(
  '%s %s asks the client to retry when the store cannot answer',
  async (method, address, ability, body) => {
    const app = await withFailingStore(api, new StoreUnavailable('database is locked'));
    const answer = await app.inject({
      method,
      url: `${BASE_PATH}${address}`,
      headers: { authorization: `Bearer ${await api.issue({ abilities: [ability] })}` },
      ...(body && { payload: body }),
    });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toBe('{"error":true,"message":"The store cannot answer right now; try again in a moment."}');
    expect(answer.headers).toMatchObject({ 'retry-after': '1', 'x-ratelimit-limit': '100000' });
    await app.close();
  },
);
