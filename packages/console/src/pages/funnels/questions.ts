import { computed } from '@preact/signals';
import type { Call } from '../../api/call.js';
import { funnel } from '../../state/funnel.js';
import { comparison, period } from '../../state/period.js';

/** Rows of a funnel that is split by a property. */
const ROWS = 50;

/** Null as long as a step is not chosen. */
export const reportCall = computed<Call | null>(
  () =>
    funnel.value && {
      method: 'POST',
      path: 'reports/funnel',
      body: {
        ...funnel.value,
        start_date: period.value.from,
        end_date: period.value.to,
        ...(comparison.value !== 'none' && { compare: comparison.value }),
        ...(funnel.value.group_by && { limit: ROWS }),
      },
    },
);

export const listCall: Call = { method: 'GET', path: 'funnels' };
export const funnelCall = (key: string, method: Call['method'], body?: object): Call => ({
  method,
  path: `funnels/${encodeURIComponent(key)}`,
  ...(body && { body }),
});
