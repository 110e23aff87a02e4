import { isNoticeable } from '../../operations/report-preparation.js';
import type { Store } from '../../store/store.js';
import { type Output, printMessage } from '../output.js';

/** Otherwise a first report after an upgrade would seem to hang. */
export async function warnOfSlowness(output: Output, { reports }: Pick<Store, 'reports'>): Promise<void> {
  const progress = await reports.progress();
  if (!isNoticeable(progress)) return;
  const { days, prepared } = progress;
  printMessage(
    output,
    `${prepared} of ${days} days are prepared for reports. A running server prepares the others; until then reports are slower.`,
  );
}
