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
    reporters: ['default'],
  },
})
