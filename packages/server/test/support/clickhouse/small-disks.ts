import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { KEPT_FREE_BYTES } from './config.js';

const MOUNT = 'size=$1; shift; for folder; do mount -t tmpfs -o size=$size tmpfs "$folder" || exit 1; done; echo; cat';
const FILLING = 'filling';
const BLOCK = Buffer.alloc(1024 ** 2);

/**
 * Disks that a test can fill: a tmpfs for each folder, in a mount namespace that only this test's programs see. The kernel
 * unmounts them when the last process in the namespace ends, which it does with this process, however that ends.
 */
export class SmallDisks {
  readonly #keeper: ChildProcess;

  private constructor(keeper: ChildProcess) {
    this.#keeper = keeper;
  }

  /** Mounts a disk of `megabytes` on each folder. Returns null where that needs rights which this process lacks. */
  static async mount(folders: readonly string[], megabytes: number): Promise<SmallDisks | null> {
    for (const folder of folders) mkdirSync(folder, { recursive: true });
    const keeper = spawn('unshare', ['--mount', 'sh', '-c', MOUNT, 'sh', `${megabytes}m`, ...folders], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const refused = new Promise<'refused'>((resolve) => {
      keeper.once('error', () => resolve('refused'));
      keeper.once('exit', () => resolve('refused'));
    });
    const first = await Promise.race([refused, once(keeper.stdout!, 'data')]);
    return first === 'refused' ? null : new SmallDisks(keeper);
  }

  /** What to put before a command so that it sees the disks. */
  get enter(): readonly string[] {
    return ['nsenter', `--mount=/proc/${this.#keeper.pid}/ns/mnt`, '--'];
  }

  /** Where this process finds what programs with the disks see as `file`. */
  seen(file: string): string {
    return path.join(`/proc/${this.#keeper.pid}/root`, file);
  }

  /**
   * Leaves so little on the disk of a folder that its node has no room for rows. There is some for small files: libchdb, unlike a
   * ClickHouse server, takes a failed write for a successful one (src/IO/WriteBufferFromFileDescriptor.cpp in chdb-io/chdb-core), and
   * then finds empty files where it has stored rows and mutations.
   */
  async fill(folder: string): Promise<void> {
    const file = await open(this.seen(path.join(folder, FILLING)), 'w');
    try {
      for (;;) {
        const { bavail, bsize } = await statfs(this.seen(folder));
        const left = bavail * bsize - KEPT_FREE_BYTES;
        if (left <= 0) return;
        await file.write(BLOCK, 0, Math.min(left, BLOCK.length));
      }
    } finally {
      await file.close();
    }
  }

  /** Frees what `fill` has taken. */
  async free(folder: string): Promise<void> {
    await rm(this.seen(path.join(folder, FILLING)), { force: true });
  }

  async unmount(): Promise<void> {
    const ended = once(this.#keeper, 'exit');
    this.#keeper.stdin!.end();
    await ended;
  }
}
