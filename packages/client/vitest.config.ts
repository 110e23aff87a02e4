import { defineConfig } from 'vitest/config';

// Tests import `@goalpost/client`, which is what `tsc -b` made of it: what is tested is what ships.
export default defineConfig({
  test: {
    name: 'client',
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // As in packages/server.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
