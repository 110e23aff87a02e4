import type { Static } from 'typebox';
import type { ProjectChanges } from '../model/project.js';
import { anyOf, type Fault, type Faults, fault, shown } from '../validation/faults.js';
import { checker } from '../validation/schema.js';
import { NewProject, ProjectPatch } from './project-schemas.js';
import { type ItemRule, keptItems, PROJECT_LISTS, PROJECT_TEXTS, type ProjectList } from './settings.js';

export type ParsedChanges =
  | { readonly ok: true; readonly changes: ProjectChanges }
  | { readonly ok: false; readonly faults: Faults };

const patchChecker = checker(ProjectPatch);
const newChecker = checker(NewProject);

/** The fields of a body, which are lists of a project. */
const LIST_FIELDS = {
  allowed_origins: 'allowedOrigins',
  own_hosts: 'ownHosts',
  payment_providers: 'paymentProviders',
  excluded_addresses: 'excludedAddresses',
  excluded_paths: 'excludedPaths',
  excluded_countries: 'excludedCountries',
} as const satisfies Record<string, ProjectList>;
const LIST_NAMES = Object.keys(LIST_FIELDS) as (keyof typeof LIST_FIELDS)[];

export type ParsedProject =
  | { readonly ok: true; readonly settings: ProjectChanges & { readonly name: string } }
  | { readonly ok: false; readonly faults: Faults };

/** Parses the body of a new project. */
export function parseNewProject(body: unknown): ParsedProject {
  const checked = newChecker.check(body);
  if (!checked.ok) return checked;
  const parsed = changesIn(checked.value);
  return parsed.ok ? { ok: true, settings: { ...parsed.changes, name: checked.value.name } } : parsed;
}

/** Parses the body of a PATCH. Absent fields and null keep their values; null clears `main_currency`. */
export function parseChanges(body: unknown): ParsedChanges {
  const checked = patchChecker.check(body);
  if (!checked.ok) return checked;
  return changesIn(checked.value);
}

function changesIn(body: Static<typeof ProjectPatch>): ParsedChanges {
  const { name, time_zone, main_currency, page_session_ids } = body;
  const lists = LIST_NAMES.flatMap((field) => {
    const items = body[field];
    return items == null ? [] : [{ field, name: LIST_FIELDS[field], items }];
  });
  const faults = [
    ...(time_zone == null || PROJECT_TEXTS.timeZone.accepts(time_zone)
      ? []
      : [wrong('time_zone', PROJECT_TEXTS.timeZone, time_zone)]),
    ...lists.flatMap(({ field, name: list, items }) => itemFaults(field, PROJECT_LISTS[list], items)),
  ];
  if (anyOf(faults)) return { ok: false, faults };
  const changes = {
    ...(name != null && { name }),
    ...(time_zone != null && { timeZone: time_zone }),
    ...(main_currency !== undefined && { mainCurrency: main_currency }),
    ...(page_session_ids != null && { pageSessionIds: page_session_ids }),
    ...Object.fromEntries(lists.map(({ name: list, items }) => [list, keptItems(list, items)])),
  };
  return { ok: true, changes };
}

function itemFaults(field: string, rule: ItemRule, items: readonly string[]): Fault[] {
  return items.flatMap((item, index) => (rule.accepts(item) ? [] : [wrong(`${field}.${index}`, rule, item)]));
}

function wrong(field: string, { expected }: ItemRule, value: string): Fault {
  return fault(field, 'wrong', { field, expected, value: shown(value) });
}
