import { test } from 'vitest'
import { chaosRun } from './chaos.ts'

test.each(Array.from({ length: 20 }, (_, i) => i + 10))(
  'everything goes wrong at once, seed %i',
  async (seed) => {
    await chaosRun(seed, { samples: 60, n: 16, concurrency: 32 })
  },
  300_000,
)
