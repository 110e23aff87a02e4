import { defineConfig } from 'vitest/config';

// Tests import from `#goalpost/…`, which is what `npm run build` made: what is tested is what ships, worker threads
// included. `npm test` builds first; while working, run `npm run build` after a change.
export default defineConfig({
  test: {
    name: 'server',
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // The packages' configurations decide, not the one that lists them. Tests wait for processes and disks as much as they
    // compute, so no core is reserved for vitest itself.
    maxWorkers: '100%',
    // Modules are shared by the files of a worker: what a module does when it is loaded, such as `vi.setConfig`, would
    // happen for the first file alone.
    isolate: false,
    // Programs start slowly on a busy machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Node.js loads it as it is: nothing in it is for vitest to transform.
    server: { deps: { external: [/\/packages\/server\/dist\//] } },
  },
});
