import type { Event } from '../../model/event.js';
import type { ProjectId } from '../../model/ids.js';
import type { Matcher } from '../../store/goals/matchers.js';
import { type Precedences, type RecordRow, toConversionRecord } from '../rows/records.js';

/** The conversion of an event that is stored with these precedences. */
export function conversionRecord(
  projectId: ProjectId,
  precedences: Precedences,
  { sessionId, id: eventId, at: occurredAt, origin }: Event,
  { goalNo }: Matcher,
): RecordRow {
  return toConversionRecord(projectId, { sessionId, eventId, occurredAt }, goalNo, precedences[origin]);
}
