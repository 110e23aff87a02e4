import type { ProjectId } from '../../model/ids.js';
import { DAY_MS } from '../../model/visitor.js';
import type { Progress } from '../../store/contract/reports.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Node } from '../cluster/node.js';
import { integer, listOf, type RowOf } from '../cluster/rows.js';
import { goalsOf } from '../conversions/selected-goals.js';
import type { Catalogue } from '../projects/catalogue.js';
import { projectIds } from '../projects/projects.js';
import {
  apart,
  gapsBetween,
  inSlice,
  isEnclosed,
  type SLICING,
  type Slice,
  slicesOfGap,
  slicing,
} from '../rows/slices.js';
import { changedSessions, seenParameters, type Tables, tablesOf } from './fingerprints.js';
import { isSummedUp, removeSums, summedSlices, sumUp } from './sum-up.js';
import { IN_ORDER, summarize } from './summarize.js';

/** Limits of what is summarized by one statement, about, which takes a second or two. Sums are of as many sessions. */
export const SESSIONS_PER_STEP = 20_000;
const EVENTS_PER_STEP = 100_000;
/** A session is summarized when its last day has been over for this long: until then it may go on. */
const OVER_FOR_MS = 2 * 3_600_000;

interface SummariesOptions {
  readonly cluster: Cluster;
  readonly catalogue: Catalogue;
  readonly now: () => number;
  /** How long to rest when all is done, in ms: looking for changed sessions reads a part of each record. */
  readonly restMs: number;
  /** About how many sessions are summarized at a time. */
  readonly sessionsPerStep: number;
}

/** Some sessions on one node. */
interface Task {
  readonly node: Node;
  readonly projectId: ProjectId;
  readonly slice: Slice;
  readonly hadSums: boolean;
  /** A slice of fewer sessions gets no sums: it waits until more of them are over. */
  readonly sessionsMin: number;
}

/**
 * Makes the summaries of sessions in the background, on each node of its own records. Several processes may do the same at
 * once: they make the same summaries, and each goes through the sessions in an order of its own.
 */
export class Summaries {
  readonly #options: SummariesOptions;
  readonly #tables: Tables;
  #tasks: Task[] = [];
  #restsUntil = Number.NEGATIVE_INFINITY;
  #progress: Progress | null = null;

  constructor(options: SummariesOptions) {
    this.#options = options;
    this.#tables = tablesOf(options.cluster);
  }

  /** Does one step. False when nothing is left to do for now. */
  async work(): Promise<boolean> {
    if (this.#tasks.length === 0) {
      if (performance.now() < this.#restsUntil) return false;
      this.#tasks = shuffled(await this.#allTasks());
    }
    const task = this.#tasks.pop();
    if (task && this.#isPresent(task.node)) await this.#do(task);
    if (this.#tasks.length > 0) return true;
    this.#restsUntil = performance.now() + this.#options.restMs;
    this.#progress = null;
    return false;
  }

  /** While nothing is done, it stays what it was. */
  async progress(): Promise<Progress> {
    if (this.#tasks.length > 0 || this.#progress === null) this.#progress = await this.#look();
    return this.#progress;
  }

  async #do({ node, projectId, slice, hadSums, sessionsMin }: Task): Promise<void> {
    const { versions } = await goalsOf(this.#options.catalogue, { projectId, types: null });
    const of = { projectId, versions, slice };
    if (await isSummedUp(node, this.#tables, of)) return;
    if (hadSums && (await this.#sizeOf(node, projectId, slice)).sessions > 2 * this.#options.sessionsPerStep) {
      // The next pass divides it.
      await removeSums(node, this.#tables, projectId, slice);
      return;
    }
    await summarize(node, this.#tables, { ...of, before: this.#before });
    await sumUp(node, this.#tables, of, { hadSums, sessionsMin });
  }

  /** The sessions of a node that has left are found again once it is back. */
  #isPresent(node: Node): boolean {
    return this.#options.cluster.present.some((one) => one.node === node);
  }

  async #allTasks(): Promise<Task[]> {
    const { cluster, catalogue } = this.#options;
    const ids = await projectIds(catalogue);
    const ofNodes = cluster.present.map(async ({ node }) => {
      const tasks: Task[] = [];
      for (const projectId of ids) tasks.push(...(await this.#tasksOf(node, projectId)));
      return tasks;
    });
    return (await Promise.all(ofNodes)).flat();
  }

  /** The slices that have sums, and slices of the sessions between these. */
  async #tasksOf(node: Node, projectId: ProjectId): Promise<Task[]> {
    const all = await summedSlices(node, this.#tables, projectId);
    const summed = apart(all);
    for (const slice of all.filter((one) => !summed.includes(one))) {
      await removeSums(node, this.#tables, projectId, slice);
    }
    const tasks: Task[] = summed.map((slice) => ({ node, projectId, slice, hadSums: true, sessionsMin: 1 }));
    for (const gap of gapsBetween(summed)) {
      const found = await this.#sizeOf(node, projectId, gap);
      const step = this.#stepFor(found);
      // At the ends, more sessions are to come.
      const sessionsMin = isEnclosed(gap) ? 1 : Math.ceil(step / 4);
      const slices = slicesOfGap(gap, found, step);
      tasks.push(...slices.map((slice) => ({ node, projectId, slice, hadSums: false, sessionsMin })));
    }
    return tasks;
  }

  /** Counts the days on which a session began that is over, as one replica of each shard knows them. */
  async #look(): Promise<Progress> {
    const { cluster, catalogue } = this.#options;
    let [days, prepared] = [0, 0];
    for (const projectId of await projectIds(catalogue)) {
      const { versions } = await goalsOf(catalogue, { projectId, types: null });
      const ofShards = await Promise.all(
        cluster.shards.map((shard) =>
          cluster.queryShard(shard, {
            sql: `SELECT groupUniqArray(day), (SELECT groupUniqArray(intDiv(first_at, ${DAY_MS}))
                FROM (${changedSessions('true', this.#tables)}) WHERE last_at < {before:Int64})
              FROM (
                SELECT intDiv(min(occurred_at), ${DAY_MS}) AS day FROM ${this.#tables.records}
                WHERE project_id = {projectId:String} AND goal_no = 0
                GROUP BY session_id HAVING max(occurred_at) < {before:Int64}
              )`,
            parameters: { projectId, before: this.#before, ...seenParameters(versions) },
            columns: { all: listOf(integer), missing: listOf(integer) },
            settings: IN_ORDER,
          }),
        ),
      );
      const all = new Set(ofShards.flatMap(([of]) => of!.all));
      days += all.size;
      prepared += all.size - new Set(ofShards.flatMap(([of]) => of!.missing)).size;
    }
    return { days, prepared };
  }

  /** The size of a slice of a node's sessions, and what it takes to divide it. */
  async #sizeOf(node: Node, projectId: ProjectId, slice: Slice): Promise<RowOf<typeof SLICING>> {
    const { sql, parameters } = inSlice(slice);
    const events = `(SELECT session_id FROM ${this.#tables.records} WHERE project_id = {projectId:String} AND goal_no = 0 AND ${sql})`;
    const [found] = await node.query(slicing(events, { projectId, ...parameters }));
    return found!;
  }

  /** How many sessions are summarized by one statement. */
  #stepFor({ events, sessions }: RowOf<typeof SLICING>): number {
    const { sessionsPerStep } = this.#options;
    return Math.ceil(Math.min(sessionsPerStep, (EVENTS_PER_STEP * sessions) / Math.max(1, events)));
  }

  /** Sessions whose last event is before this are over. */
  get #before(): number {
    return Math.floor((this.#options.now() - OVER_FOR_MS) / DAY_MS) * DAY_MS;
  }
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ item }) => item);
}
