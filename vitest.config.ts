import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Long tests (200 kills, large files) are *.long.test.ts and run only by `npm run test:long`.
const long = process.env.LONGVIEW_LONG === '1'

/** What tests code without files, processes and clocks: nothing is left behind in a worker, so files can share one. */
const PURE = '{conformance,estimators,figures,math,model,notebook,renderer,rewards,rpc}'
const pure = `tests/${PURE}/**/*.test.ts`
const all = { exclude: long ? [] : ['tests/**/*.long.test.ts', 'node_modules/**'] }

/** The longest first, or the last of them runs alone at the end: pages, then commands, then the rest. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weight = ({ moduleId }: TestSpecification) =>
      moduleId.includes('/tests/e2e/') ? 0 : moduleId.includes('/tests/cli/') ? 1 : 2
    return (await super.sort(files)).sort((a, b) => weight(a) - weight(b))
  }
}

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Most of the time is spent waiting for processes and pages: one more at once than there are cores.
    maxWorkers: long ? 1 : availableParallelism() + 1,
    reporters: ['default'],
    sequence: { sequencer: LongestFirst },
    projects: long
      ? [{ extends: true, test: { ...all, name: 'long', include: ['tests/**/*.long.test.ts'] } }]
      : [
          { extends: true, test: { ...all, name: 'pure', include: [pure], isolate: false } },
          { extends: true, test: { exclude: [...all.exclude, pure], name: 'whole', include: ['tests/**/*.test.ts'] } },
        ],
  },
})
