import { expect, test } from 'vitest'
import { killAgainAndAgain } from './kills.ts'

let killed = 0
let attempts = 0
let lost = 0

async function killed40(
  ...[seed, samples, chaos]: [number, number, Parameters<typeof killAgainAndAgain>[0]['chaos']?]
) {
  const told = await killAgainAndAgain({ seed, kills: 40, samples, n: 16, concurrency: 16, chaos })
  killed += told.kills
  attempts += told.attempts
  lost += told.lost
}

test.each([1, 2, 3, 4, 5])('40 kills with 16 in flight, seed %i', (seed) => killed40(seed, 100), 600_000)

test('40 kills while the server goes wrong as well', async () => {
  await killed40(6, 60, { rate: 0.1, faults: ['cut', 'clean-cut', 'abort', 'event:queueFull', 'torn', 'drip'] })
}, 600_000)

test('together at least 200 kills, and what they cost is in the books', () => {
  console.log(`${killed} kills, ${attempts} attempts, ${lost} of them lost`)
  expect(killed).toBeGreaterThanOrEqual(200)
  expect(lost).toBeGreaterThan(0)
  expect(lost).toBeLessThanOrEqual(16 * killed)
})
