import Type, { type Static } from 'typebox';
import type { Parsed } from '../http/session-query.js';
import type { ProjectId } from '../model/ids.js';
import type { Asked } from '../reports/request.js';
import type { DocumentStore } from '../store/documents.js';
import { fault, isRecord } from '../validation/faults.js';
import { checker } from '../validation/schema.js';
import { savedKey } from './body.js';
import { parseFunnel } from './request.js';
import { type SavedFunnelResource, savedBody } from './saved-schemas.js';
import type { NamedStep } from './steps.js';

/** Saved funnels of a project. */
export const FUNNELS_MAX = 100;

/** A saved funnel in API form. It is stored without its key, as a document of that id. */
export type SavedFunnel = Static<typeof SavedFunnelResource>;
export type StoredFunnel = Omit<SavedFunnel, 'key'>;

const naming = checker(Type.Object({ funnel: savedKey }));

/** A report has a period; a saved funnel is checked with this one. */
const ANY_PERIOD = { start_date: '2026-01-01', end_date: '2026-01-01', limit: null, cursor: null };

/** Checks a funnel to save as the report would. */
export function parseSaved(body: unknown, asked: Asked): Parsed<SavedFunnel> {
  const checked = savedBody.check(body);
  if (!checked.ok) return checked;
  const given = checked.value;
  const funnel = parseFunnel({ ...given, ...ANY_PERIOD }, asked);
  if (!funnel.ok) return funnel;
  const { question, steps } = funnel.request;
  const saved = {
    key: given.key,
    name: given.name,
    steps: steps.map(toSavedStep),
    order: question.path.order,
    within_seconds: given.within_seconds ?? null,
    filters: given.filters ?? null,
    group_by: given.group_by ?? null,
    compare: given.compare ?? null,
  };
  return { ok: true, request: saved as SavedFunnel };
}

/** Applies the body of a PATCH: null clears what a funnel need not have, and means absent elsewhere. */
export function changeSaved(current: SavedFunnel, patch: unknown, asked: Asked): Parsed<SavedFunnel> {
  if (!isRecord(patch)) return parseSaved(patch, asked);
  const { key, name: newName, steps, ...others } = patch;
  if (key != null && key !== current.key) {
    const [was, value] = [current.key, key].map((one) => JSON.stringify(one));
    return { ok: false, faults: [fault('key', 'goal_key', { key: was!, value: value! })] };
  }
  return parseSaved({ ...current, ...others, name: newName ?? current.name, steps: steps ?? current.steps }, asked);
}

/** The body of a report with the fields of the saved funnel that it names, except those that it has itself. */
export async function withSaved(documents: DocumentStore, owner: ProjectId, body: unknown): Promise<Parsed<unknown>> {
  if (!isRecord(body) || body.funnel == null) return { ok: true, request: body };
  const checked = naming.check(body);
  if (!checked.ok) return checked;
  const { funnel: id, ...own } = Object.fromEntries(Object.entries(body).filter(([, value]) => value != null));
  if ('steps' in own) return { ok: false, faults: [fault('funnel', 'funnel_or_steps', { field: 'funnel' })] };
  const key = String(id);
  const saved = await documents.find<StoredFunnel>({ kind: 'funnel', owner, id: key });
  if (!saved) return { ok: false, faults: [fault('funnel', 'unknown_funnel', { field: 'funnel', key })] };
  return { ok: true, request: { ...saved.body, ...own } };
}

function toSavedStep(step: NamedStep): object {
  return 'goal' in step ? { goal: step.goal } : { name: step.name, ...step.typed };
}
