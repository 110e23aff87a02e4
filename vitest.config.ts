import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['packages/*'],
    // Tests wait for processes and disks more than they reckon: on two cores two files at a time take 2/3 of the time of one.
    maxWorkers: '100%',
  },
});
