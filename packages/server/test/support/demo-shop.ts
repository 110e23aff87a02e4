import path from 'node:path';
import { DEMO_GOALS } from './builders.js';
import type { Operator } from './operator.js';
import { ROOT } from './root.js';

/** Makes the shop that `npm run demo` shows, with its events; gives a token that may do everything. */
export async function openDemoShop(operator: Operator): Promise<string> {
  const token = await operator.openShop(...DEMO_GOALS);
  await operator.goalpost('import', '--project', 'p1', '--format', 'ndjson', path.join(ROOT, 'demo/shop.ndjson'));
  return token;
}
