import { defineConfig } from 'vitest/config';

// Tests import from `#goalpost/…`, which is what `npm run build` made: what is tested is what ships, worker threads
// included. `npm test` builds first; while working, keep `npx tsc -b --watch` running.
export default defineConfig({
  test: { name: 'server', include: ['test/**/*.test.ts'], pool: 'forks', testTimeout: 60_000, hookTimeout: 60_000 },
});
