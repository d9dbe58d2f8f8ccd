import { expect, test } from 'vitest'
import { nothingWords } from '../../renderer/cells/samples/nothing-words.ts'

test('an empty table says what none of the samples has', () => {
  expect(nothingWords(1234, '', 0.5)).toBe('None of the 1,234 samples passes these filters.')
  expect(nothingWords(1234, 'lease', 1)).toBe('None of the 1,234 samples contains “lease”.')
})

test('a search over text that is still being read does not claim more than it has seen', () => {
  expect(nothingWords(1_000_000, 'lease', 0.01)).toMatch(
    /^None of the 1,000,000 samples contains “lease” so far: 1\s?% of the text read, more may come\.$/,
  )
})
