import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { ROOT } from './scripts/run.mjs';
import { NEEDS, uses } from './scripts/test-files.mjs';

/** Slow files first, so that in the end no single one keeps the others waiting: clusters, then processes, then the rest. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const slow = new Map(sorted.map((file) => [file, slowness(file)]));
    return [...sorted].sort((one, other) => slow.get(other)! - slow.get(one)!);
  }
}

function slowness({ moduleId }: TestSpecification): number {
  const file = path.relative(ROOT, moduleId);
  if (uses(file, NEEDS.clickhouse)) return 2;
  return uses(file, NEEDS.processes) ? 1 : 0;
}

export default defineConfig({
  test: {
    projects: ['packages/*'],
    sequence: { sequencer: SlowFirst },
  },
});
