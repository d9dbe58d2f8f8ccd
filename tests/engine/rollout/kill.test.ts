import { expect, test } from 'vitest'
import { killAgainAndAgain } from './kills.ts'

test('20 kills at random points with 16 in flight lose and double nothing', async () => {
  const { kills, attempts } = await killAgainAndAgain({ seed: 20, kills: 20, samples: 60, n: 8, concurrency: 16 })
  expect(kills).toBeGreaterThanOrEqual(15)
  expect(attempts).toBeGreaterThanOrEqual(480)
}, 300_000)
