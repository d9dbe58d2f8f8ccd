import { test } from 'vitest'
import { chaosRun } from './chaos.ts'

test.each(Array.from({ length: 8 }, (_, i) => i + 28))(
  'everything goes wrong at once, seed %i',
  async (seed) => {
    await chaosRun(seed, { samples: 40, n: 12, concurrency: 32 })
  },
  300_000,
)
