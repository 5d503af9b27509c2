import { defineConfig } from 'vitest/config'

/** Unit tests stand beside the code; whole-tree tests in test/; real clients run from e2e/. */
export default defineConfig({
  test: {
    reporters: ['default', './tools/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,test,tools,conformance}/**/*.test.ts'],
          setupFiles: ['test/query-plans.ts'],
          testTimeout: 20_000,
          pool: 'threads',
          // One loaded copy of the sources serves all files of a thread: half of the time is saved.
          isolate: false,
          maxWorkers: '100%',
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each file starts servers and client processes of its own: two at a time fit two cores.
          maxWorkers: 2,
          pool: 'forks',
        },
      },
    ],
  },
})
