import { expect, test } from 'vitest'
import { samplesParams } from '../../core/notebook/cells.ts'
import { both, filterOf } from '../../core/notebook/filter.ts'

test('null parameters are no filter', () => {
  expect(filterOf(samplesParams.parse({}))).toEqual({})
  expect(filterOf(samplesParams.parse({ tasks: ['summarization'], minBytes: 5 }))).toEqual({
    tasks: ['summarization'],
    minBytes: 5,
  })
})

test('two filters at once: lists intersect, bounds tighten, searches add up', () => {
  expect(
    both(
      { files: ['a', 'b'], minBytes: 10, maxBytes: 90, search: 'one' },
      { files: ['b', 'c'], minBytes: 20, maxBytes: 95, search: 'two', languages: ['Chinese'] },
    ),
  ).toEqual({ files: ['b'], minBytes: 20, maxBytes: 90, search: 'one two', languages: ['Chinese'] })
})

test('lists that share nothing leave an empty list, which chooses nothing', () => {
  expect(both({ tasks: ['summarization'] }, { tasks: ['comprehension'] })).toEqual({ tasks: [] })
})

test('sets and reasons add up, since a sample has more than one; ranges of rewards tighten', () => {
  expect(
    both(
      { sets: ['hard'], reasons: ['wrong'], run: 'first', minReward: 0, maxReward: 0.5 },
      { sets: ['hard', 'long'], reasons: ['right'], run: 'first', minReward: 0.2 },
    ),
  ).toEqual({ sets: ['hard', 'long'], reasons: ['wrong', 'right'], run: 'first', minReward: 0.2, maxReward: 0.5 })
})
