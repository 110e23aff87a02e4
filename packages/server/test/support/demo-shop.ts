import path from 'node:path';
import { DEMO_GOALS } from './builders.js';
import type { Operator } from './operator.js';
import { ROOT } from './root.js';

/** Creates the shop of `npm run demo` with its events, and returns a token with all abilities. */
export async function openDemoShop(operator: Operator): Promise<string> {
  const token = await operator.openShop(...DEMO_GOALS);
  await operator.goalpost('import', '--project', 'p1', '--format', 'ndjson', path.join(ROOT, 'demo/shop.ndjson'));
  return token;
}
