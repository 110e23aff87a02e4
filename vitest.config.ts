import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['packages/*'],
    // Tests wait for processes and disks as much as they reckon, so a core is not left idle for the sake of this program.
    maxWorkers: '100%',
  },
});
