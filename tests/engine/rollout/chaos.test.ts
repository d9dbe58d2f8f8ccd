import { test } from 'vitest'
import { chaosRun } from './chaos.ts'

test.each([1, 2])('everything goes wrong at once and nothing is lost, seed %i', async (seed) => {
  await chaosRun(seed, { samples: 20, n: 6, concurrency: 16 })
})
