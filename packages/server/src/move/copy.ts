import { isDeepStrictEqual } from 'node:util';
import type { ProjectId, TokenId } from '../model/ids.js';
import { changeableIn, type Project } from '../model/project.js';
import type { EventPlace, Stretch } from '../store/contents.js';
import type { Store } from '../store/store.js';
import { copyDocuments } from './documents.js';
import { eventsOf } from './totals.js';
import { visitorsOf } from './visitors.js';

export interface Stores {
  readonly source: Store;
  readonly target: Store;
}

/** Copies a project with its tokens, documents and goals, and updates whatever the target has already. */
export async function copyProject({ source, target }: Stores, project: Project): Promise<void> {
  const changed = await target.projects.update(project.id, changeableIn(project));
  if (changed === null) await target.projects.create(project);
  for (const token of await source.tokens.list(project.id)) {
    const known = await target.tokens.find(token.id);
    if (!known) await target.tokens.create(token);
    else if (token.revokedAt !== null) await target.tokens.revoke(token.id, token.revokedAt);
    if (token.lastUsedAt !== null) await target.tokens.touch(new Map<TokenId, number>([[token.id, token.lastUsedAt]]));
  }
  await copyDocuments(source.documents, target.documents, project.id);
  await target.contents.putGoals(project.id, await source.contents.goals(project.id));
}

/** Copies a stretch unless the target has it unchanged. Returns the number of its events. */
export async function copyStretch({ source, target }: Stores, id: ProjectId, stretch: Stretch): Promise<number> {
  const [wanted, present] = await Promise.all([
    source.contents.totals(id, stretch),
    target.contents.totals(id, stretch),
  ]);
  if (isDeepStrictEqual(wanted, present)) return eventsOf(wanted);
  const read = (after: EventPlace | null) => source.contents.events(id, stretch, after);
  for (let part = await read(null); ; ) {
    // Reads the next part while writing this one.
    const [next] = await Promise.all([part.next && read(part.next), target.contents.putEvents(id, part)]);
    if (next === null) return eventsOf(wanted);
    part = next;
  }
}

export async function copyVisitors({ source, target }: Stores, since: string): Promise<void> {
  await target.contents.putSalts(await source.contents.salts(since));
  for await (const part of visitorsOf(source, since)) await target.contents.putVisitors(part);
}
