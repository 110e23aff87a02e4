import { defineConfig } from 'vitest/config';

// Tests open what `npm run build` made, in a real server and a real browser: what is tested is what ships.
export default defineConfig({
  test: {
    name: 'console',
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // As in packages/server.
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
