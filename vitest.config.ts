import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Long tests (200 kills, large files) are *.long.test.ts and run only by `npm run test:long`.
const long = process.env.LONGVIEW_LONG === '1'

export default defineConfig({
  test: {
    include: long ? ['tests/**/*.long.test.ts'] : ['tests/**/*.test.ts'],
    exclude: long ? [] : ['tests/**/*.long.test.ts', 'node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Most of the time is spent waiting for processes and pages: one more at once than there are cores.
    maxWorkers: long ? 1 : availableParallelism() + 1,
    reporters: ['default'],
  },
})
