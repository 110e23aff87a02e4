import { defineConfig } from 'vitest/config';

// Tests load `dist/t.js`, which is what `npm run build -w packages/tracker` made: what is tested is what ships.
export default defineConfig({
  test: {
    name: 'tracker',
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // As in packages/server.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
