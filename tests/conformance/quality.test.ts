import { expect, test } from 'vitest'
import { QUALITY_MEASURES, responseQuality } from '../../core/rewards/quality.ts'
import { vectors } from './vectors.ts'

const cases = vectors<{ id: string; text: string; expected: Record<string, number> }>('quality')

test.each(cases)('$id', ({ text, expected }) => {
  const quality = responseQuality(text)
  expect(QUALITY_MEASURES.length).toBe(Object.keys(expected).length)
  for (const { key, name } of QUALITY_MEASURES) {
    expect(expected).toHaveProperty(name)
    expect(Math.abs(quality[key] - expected[name]), name).toBeLessThanOrEqual(1e-9)
  }
})
