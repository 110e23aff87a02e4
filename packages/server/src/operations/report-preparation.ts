import type { FastifyBaseLogger } from 'fastify';
import type { Progress } from '../store/contract/reports.js';
import type { Store } from '../store/store.js';
import type { BackgroundWork } from './background-worker.js';

/** How often to look how far the work is, in ms. */
const LOOK_EVERY_MS = 60_000;
/** Fewer days take seconds: a day is prepared each night, and days with late events again. */
const DAYS_MIN = 10;

/** Whether so many days are not prepared that reports are noticeably slower. */
export function isNoticeable({ days, prepared }: Progress): boolean {
  return days - prepared >= DAYS_MIN;
}

/** Background work on reports: days that are over are kept in the form that reports read. Says how far it is. */
export class ReportPreparation {
  readonly #reports: Store['reports'];
  readonly #log: FastifyBaseLogger;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #progress: Progress | null = null;

  constructor({ reports }: Pick<Store, 'reports'>, log: FastifyBaseLogger) {
    this.#reports = reports;
    this.#log = log;
  }

  /** Of much work that is not done yet; null otherwise. */
  get progress(): Progress | null {
    return this.#progress;
  }

  get work(): BackgroundWork {
    return { name: 'preparing reports', lookEveryMs: 60_000, step: () => this.#step() };
  }

  async #step(): Promise<boolean> {
    if (performance.now() - this.#lookedAt >= LOOK_EVERY_MS) await this.#look();
    const isMore = await this.#reports.work();
    if (!isMore && this.#progress) {
      this.#progress = null;
      this.#log.info('all days are prepared for reports');
    }
    return isMore;
  }

  async #look(): Promise<void> {
    this.#lookedAt = performance.now();
    const progress = await this.#reports.progress();
    this.#progress = isNoticeable(progress) ? progress : null;
    if (this.#progress) {
      this.#log.info(this.#progress, 'preparing days for reports; until it is done, reports are slower');
    }
  }
}
