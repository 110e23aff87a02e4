import { defineConfig } from 'vitest/config';

// `npm run test:routers` alone runs it: it installs six frameworks, which `npm test` must not. Hence the name without ".test".
export default defineConfig({
  root: import.meta.dirname,
  test: {
    name: 'routers',
    include: ['routers.ts'],
    pool: 'forks',
    // A build takes all cores.
    fileParallelism: false,
    testTimeout: 900_000,
    server: { deps: { external: [/\/packages\/server\/dist\//] } },
  },
});
