import { expect, test } from 'vitest'
import { killAgainAndAgain } from './kills.ts'

test.each([1, 2, 3, 4, 5])(
  '40 kills with 16 in flight, seed %i',
  async (seed) => {
    const { kills } = await killAgainAndAgain({ seed, kills: 40, samples: 100, n: 16, concurrency: 16 })
    expect(kills).toBeGreaterThanOrEqual(30)
  },
  600_000,
)

test('40 kills while the server goes wrong as well', async () => {
  const chaos = { rate: 0.1, faults: ['cut', 'clean-cut', 'abort', 'event:queueFull', 'torn', 'drip'] as const }
  await killAgainAndAgain({ seed: 6, kills: 40, samples: 60, n: 16, concurrency: 16, chaos })
}, 600_000)
